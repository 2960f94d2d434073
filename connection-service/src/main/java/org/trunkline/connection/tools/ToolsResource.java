package org.trunkline.connection.tools;

import java.time.Duration;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.trunkline.connection.credentials.Patience;
import org.trunkline.connection.credentials.SignIn;
import org.trunkline.connection.credentials.UserStates;
import org.trunkline.connection.links.LastWords;
import org.trunkline.connection.members.Deadline;
import org.trunkline.connection.results.CallResult;
import org.trunkline.connection.results.Results;
import org.trunkline.connection.servers.Servers;
import org.trunkline.connection.sessions.AtOwner;
import org.trunkline.connection.sessions.SessionRequest;
import org.trunkline.connection.sessions.Sessions;
import org.trunkline.connection.sessions.Work;
import org.trunkline.identity.Caller;
import org.trunkline.identity.Callers;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.problem.UpstreamFailure;
import org.trunkline.server.ResolvedServer;

/** What tools there are, and calling them. */
@Path("/api/mcp")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "tools", description = "The tools of a user's MCP servers")
class ToolsResource {

    private static final String WAIT =
            "How many seconds, at most 600, to wait for a sign-in of the user, if the server wants one";

    private static final int LONGEST_WAIT = 600;

    private final Callers callers;
    private final Servers servers;
    private final Sessions sessions;
    private final Toolbox toolbox;
    private final ToolGate gate;
    private final MissingTools missing;
    private final Results results;
    private final UserStates states;
    private final Patience patience;
    private final AtOwner atOwner;
    private final LastWords lastWords;

    ToolsResource(
            Callers callers,
            Servers servers,
            Sessions sessions,
            Toolbox toolbox,
            ToolGate gate,
            MissingTools missing,
            Results results,
            UserStates states,
            Patience patience,
            AtOwner atOwner,
            LastWords lastWords) {
        this.lastWords = lastWords;
        this.atOwner = atOwner;
        this.callers = callers;
        this.servers = servers;
        this.sessions = sessions;
        this.toolbox = toolbox;
        this.gate = gate;
        this.missing = missing;
        this.results = results;
        this.states = states;
        this.patience = patience;
    }

    @GET
    @Path("/tools")
    @Operation(
            summary = "List the tools of all the caller's servers",
            description = "Lists what is known, and asks only servers of which nothing is known yet, within"
                    + " trunkline.tools.catalogue-budget. A server that cannot be asked is listed with the tools that it"
                    + " told last, if any; its outcome, why and ageSeconds tell.")
    @APIResponse(responseCode = "200", description = "The tools by server")
    @APIResponse(responseCode = "401", description = "No valid bearer token")
    @APIResponse(responseCode = "503", description = "A part of Trunkline does not answer; the body names it")
    public Uni<ToolCatalogue> tools(
            @Parameter(description = "The model provider whose schema dialect is wanted", example = "google") @RestQuery
                    String provider) {
        Caller caller = callers.current();
        return Uni.combine()
                .all()
                .unis(servers.all(caller), states.lately(caller))
                .asTuple()
                .chain(both -> toolbox.catalogue(caller, both.getItem1(), both.getItem2(), SchemaFlavour.of(provider)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{server}/tools/{tool}/call")
    @Operation(
            summary = "Call a tool",
            description = "Opens the session when there is none. A tool that fails answers 200 with isError true.")
    @APIResponse(
            responseCode = "200",
            description = "The result as the server gave it",
            content = @Content(schema = @Schema(implementation = CallResult.class)))
    @APIResponse(responseCode = "400", description = "The request is not understood; the body names the field")
    @APIResponse(responseCode = "401", description = "No valid bearer token")
    @APIResponse(responseCode = "413", description = "The body is too large")
    @APIResponse(responseCode = "403", description = "The server's tool policy does not admit the tool")
    @APIResponse(responseCode = "404", description = "No such server for this caller, or no such tool at the server")
    @APIResponse(
            responseCode = "409",
            description = "The user has to sign in at the server (oauthUrl) or to give it values (missingUserVars), or"
                    + " the tool's definition has changed and waits to be accepted")
    @APIResponse(responseCode = "502", description = "The server is unreachable, refused, or broke its protocol")
    @APIResponse(responseCode = "429", description = "The caller has as many sessions as one may have, all in use")
    @APIResponse(
            responseCode = "503",
            description = "The server is left alone for now because it failed, all sessions are in use, or a part of"
                    + " Trunkline does not answer; Retry-After says when to try again. outcome-unknown: the replica that"
                    + " called the tool was lost, it may have run")
    @APIResponse(responseCode = "504", description = "The server did not answer in time")
    @Parameter(
            name = Deadline.HEADER,
            in = ParameterIn.HEADER,
            description = Deadline.DESCRIPTION,
            schema = @Schema(type = SchemaType.INTEGER),
            example = "30000")
    public Uni<Buffer> call(
            @Parameter(description = "The server's name", example = "everything") @RestPath String server,
            @Parameter(description = "The tool's name at that server", example = "echo") @RestPath String tool,
            @Parameter(description = WAIT, schema = @Schema(type = SchemaType.INTEGER), example = "60") @RestQuery
                    String wait,
            @Parameter(description = SessionRequest.LABEL_DESCRIPTION) @RestQuery String session,
            @RequestBody(content = @Content(schema = @Schema(implementation = CallRequest.class))) byte[] body) {
        CallRequest call = CallRequest.read(body);
        Duration longest = longest(wait);
        String label = SessionRequest.label(session);
        Caller caller = callers.current();
        return atOwner.serve(
                body,
                delivery -> servers.find(caller, server)
                        .chain(found -> call(
                                new SessionRequest(caller, found, label, call.request()).delivered(delivery),
                                tool,
                                call,
                                longest)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/tools/call")
    @Operation(summary = "Call a tool by its key", description = "The key names the tool and its server.")
    @APIResponse(
            responseCode = "200",
            description = "The result as the server gave it",
            content = @Content(schema = @Schema(implementation = CallResult.class)))
    @APIResponse(responseCode = "400", description = "The request is not understood; the body names the field")
    @APIResponse(responseCode = "401", description = "No valid bearer token")
    @APIResponse(responseCode = "413", description = "The body is too large")
    @APIResponse(responseCode = "403", description = "The server's tool policy does not admit the tool")
    @APIResponse(responseCode = "404", description = "The key names no server of this caller, or no tool of the server")
    @APIResponse(
            responseCode = "409",
            description = "The user has to sign in at the server (oauthUrl) or to give it values (missingUserVars), or"
                    + " the tool's definition has changed and waits to be accepted")
    @APIResponse(responseCode = "502", description = "The server is unreachable, refused, or broke its protocol")
    @APIResponse(responseCode = "429", description = "The caller has as many sessions as one may have, all in use")
    @APIResponse(
            responseCode = "503",
            description = "The server is left alone for now because it failed, all sessions are in use, or a part of"
                    + " Trunkline does not answer; Retry-After says when to try again. outcome-unknown: the replica that"
                    + " called the tool was lost, it may have run")
    @APIResponse(responseCode = "504", description = "The server did not answer in time")
    @Parameter(
            name = Deadline.HEADER,
            in = ParameterIn.HEADER,
            description = Deadline.DESCRIPTION,
            schema = @Schema(type = SchemaType.INTEGER),
            example = "30000")
    public Uni<Buffer> callByKey(
            @Parameter(description = WAIT, schema = @Schema(type = SchemaType.INTEGER), example = "60") @RestQuery
                    String wait,
            @Parameter(description = SessionRequest.LABEL_DESCRIPTION) @RestQuery String session,
            @RequestBody(content = @Content(schema = @Schema(implementation = CallRequest.class))) byte[] body) {
        CallRequest call = CallRequest.read(body);
        Duration longest = longest(wait);
        String label = SessionRequest.label(session);
        String key = call.toolOrRefuse();
        Caller caller = callers.current();
        return atOwner.serve(
                body,
                delivery -> servers.byToolKey(caller, key)
                        .chain(tool -> call(
                                new SessionRequest(caller, tool.server(), label, call.request()).delivered(delivery),
                                tool.name(),
                                call,
                                longest)));
    }

    private Uni<Buffer> call(SessionRequest request, String tool, CallRequest call, Duration longest) {
        ResolvedServer server = request.server();
        gate.checkName(server, tool);
        missing.check(request, tool);
        return patience.during(
                        longest,
                        request.caller(),
                        server,
                        () -> sessions.use(
                                request,
                                SignIn.BEGIN,
                                Work.of(
                                        link -> gate.check(request, tool, link)
                                                .chain(() -> link.callTool(tool, call.arguments()))
                                                .onFailure(MissingTools::mayBeMissing)
                                                .recoverWithUni(
                                                        failure -> missing.explain(request, tool, link, failure)),
                                        link -> gate.isHarmless(tool, link))))
                .map(result -> results.answer(result, call.provider()))
                .onFailure(UpstreamFailure.class)
                .transform(failure -> lastWords.added(request.caller(), server, failure));
    }

    private static Duration longest(String wait) {
        try {
            int seconds = wait == null ? 0 : Integer.parseInt(wait.strip());
            if (seconds >= 0 && seconds <= LONGEST_WAIT) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw InvalidRequest.field("wait", "wait must be a whole number of seconds from 0 to " + LONGEST_WAIT);
    }
}
