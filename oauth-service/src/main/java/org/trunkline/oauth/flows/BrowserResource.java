package org.trunkline.oauth.flows;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.trunkline.identity.Callers;
import org.trunkline.problem.Forbidden;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.problem.NotFound;

/** The way of the user's browser through a flow. */
@Path("/api/mcp/{server}/oauth")
@RunOnVirtualThread
@Tag(name = "flows", description = "OAuth authorizations in progress")
class BrowserResource {

    private final Callers callers;
    private final FlowStore store;
    private final Flows flows;
    private final Callbacks callbacks;
    private final BrowserBinding binding;
    private final ResultPages pages;

    BrowserResource(
            Callers callers,
            FlowStore store,
            Flows flows,
            Callbacks callbacks,
            BrowserBinding binding,
            ResultPages pages) {
        this.callers = callers;
        this.store = store;
        this.flows = flows;
        this.callbacks = callbacks;
        this.binding = binding;
        this.pages = pages;
    }

    /** What became of a request. */
    @RegisterForReflection
    record Bound(boolean success) {}

    @GET
    @Path("/initiate")
    @PermitAll
    @Operation(
            summary = "Begin to consent: sends the browser to the authorization server",
            description = "The browser proves to be the user's by the user's token, or by the cookies of an earlier"
                    + " POST to bind. A link that was passed on is of no use in another browser.")
    @APIResponse(responseCode = "302", description = "To the authorization server, with the cookies of the flow")
    @APIResponse(responseCode = "400", description = "The flow has ended")
    @APIResponse(responseCode = "401", description = "The browser did not prove to be the user's")
    @APIResponse(responseCode = "403", description = "The flow is another user's or another server's")
    @APIResponse(responseCode = "404", description = "There is no such flow")
    public RestResponse<Void> initiate(
            @Parameter(description = "The server's name", example = "github") @RestPath String server,
            @Parameter(description = "The user's id", example = "alice") @RestQuery String userId,
            @Parameter(description = "The flow's id", example = "alice:github") @RestQuery String flowId,
            HttpHeaders headers) {
        Map<String, Cookie> cookies = headers.getCookies();
        Optional<Flow> bound = Optional.ofNullable(flowId)
                .flatMap(store::findByIdOptional)
                .filter(flow -> binding.proves(flow, cookies));
        if (bound.isEmpty() && isPerson(headers)) {
            return to(pages.error("sign_in_required"));
        }
        String user =
                bound.map(flow -> flow.userId).orElseGet(() -> callers.current().id());
        if (!user.equals(userId)) {
            throw new Forbidden("User mismatch", "The flow is not the caller's");
        }
        if (!Flow.id(user, server).equals(flowId)) {
            throw new Forbidden("Flow mismatch", "The flow is not of this user and server");
        }
        Flow flow = store.findByIdOptional(flowId)
                .orElseThrow(() -> new NotFound("Flow not found", "There is no flow with this id, or it has expired"));
        if (!flow.isOpen(Instant.now())) {
            throw new InvalidRequest("Invalid flow state", "The flow has ended: start another one");
        }
        return RestResponse.ResponseBuilder.<Void>create(Status.FOUND)
                .header(
                        HttpHeaders.LOCATION,
                        flows.secrets(flow).authorizationUrl().toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .cookie(binding.bind(user, flowId, cookies))
                .build();
    }

    @GET
    @Path("/callback")
    @PermitAll
    @Operation(
            summary = "Come back from the authorization server",
            description = "For the browser. The flow is known by its state, and the browser by its cookies.")
    @APIResponse(responseCode = "302", description = "To the page that says what became of it")
    public RestResponse<Void> callback(
            @Parameter(description = "The server's name", example = "github") @RestPath String server,
            @BeanParam AuthorizationAnswer answer,
            HttpHeaders headers) {
        return to(callbacks.answer(server, answer, headers.getCookies()));
    }

    @POST
    @Path("/bind")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Bind this browser to the caller's flow at a server",
            description = "For pages that open initiate in a popup: call this with the user's token before.")
    @APIResponse(responseCode = "200", description = "The browser has the cookies of the flow")
    public RestResponse<Bound> bind(
            @Parameter(description = "The server's name", example = "github") @RestPath String server,
            HttpHeaders headers) {
        String user = callers.current().id();
        return RestResponse.ResponseBuilder.ok(new Bound(true))
                .cookie(binding.bind(user, Flow.id(user, server), headers.getCookies()))
                .build();
    }

    /** A browser that shows a page, rather than a program that brings a token. */
    private static boolean isPerson(HttpHeaders headers) {
        String accept = headers.getHeaderString(HttpHeaders.ACCEPT);
        return headers.getHeaderString(HttpHeaders.AUTHORIZATION) == null
                && accept != null
                && accept.contains(MediaType.TEXT_HTML);
    }

    private static RestResponse<Void> to(String page) {
        return RestResponse.ResponseBuilder.<Void>create(Status.FOUND)
                .header(HttpHeaders.LOCATION, page)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
