package org.trunkline.oauth.flows;

import java.time.Instant;
import java.util.Set;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestPath;
import org.trunkline.identity.Caller;
import org.trunkline.identity.Callers;
import org.trunkline.neighbours.RegistryClient;
import org.trunkline.oauth.grants.Grant;
import org.trunkline.oauth.grants.GrantOrder;
import org.trunkline.oauth.grants.GrantState;
import org.trunkline.oauth.grants.Grants;
import org.trunkline.problem.Forbidden;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.problem.NotFound;
import org.trunkline.server.ResolvedServer;

/** Hands users their own access tokens out, where the operator allows what LibreChat does. */
@Path("/api/mcp/oauth/tokens/{flowId}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "flows", description = "OAuth authorizations in progress")
class TokensResource {

    private static final NotFound NO_FLOW =
            new NotFound("Flow not found", "There is no flow with this id, or it has expired");

    private final Callers callers;
    private final FlowStore flows;
    private final Grants grants;
    private final RegistryClient registry;
    private final FlowConfig config;

    TokensResource(
            Callers callers, FlowStore flows, Grants grants, @RestClient RegistryClient registry, FlowConfig config) {
        this.callers = callers;
        this.flows = flows;
        this.grants = grants;
        this.registry = registry;
        this.config = config;
    }

    /** What a flow brought. */
    @RegisterForReflection
    record Brought(Tokens tokens) {

        @Override
        public String toString() {
            return "Brought";
        }
    }

    /** The token as it is now. The refresh token is for nobody but Trunkline. */
    @RegisterForReflection
    record Tokens(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("token_type") String type,
            @JsonProperty("expires_at") Instant expiresAt,
            Set<String> scope) {

        static Tokens of(Grant grant) {
            String type = grant.dpopKey() == null ? "Bearer" : "DPoP";
            return new Tokens(grant.accessToken(), type, grant.expiresAt(), grant.scope());
        }

        @Override
        public String toString() {
            return "Tokens[" + scope + "]";
        }
    }

    @GET
    @Operation(
            summary = "The access token that one of the caller's flows brought",
            description = "Off unless trunkline.oauth.flows.show-tokens is set: then it answers 404 always.")
    @APIResponse(responseCode = "200", description = "The token")
    @APIResponse(responseCode = "400", description = "The flow did not end with a token, or has it no more")
    @APIResponse(responseCode = "403", description = "The flow would be another user's")
    @APIResponse(responseCode = "404", description = "There is no such flow, or tokens are not shown")
    public Brought tokens(
            @Parameter(description = "The flow's id: user id and server name", example = "alice:github") @RestPath
                    String flowId) {
        Caller caller = callers.current();
        if (!config.showTokens()) {
            throw NO_FLOW;
        }
        if (!flowId.startsWith(Flow.id(caller.id(), ""))) {
            throw new Forbidden("Access denied", "The flow is not the caller's");
        }
        Flow flow = flows.findByIdOptional(flowId)
                .filter(found -> found.userId.equals(caller.id()))
                .orElseThrow(() -> NO_FLOW);
        if (flow.status == FlowStatus.COMPLETED && usable(caller, flow) instanceof GrantState.Usable usable) {
            return new Brought(Tokens.of(usable.grant()));
        }
        throw new InvalidRequest("Flow not completed", "The flow has brought no token that can be used now");
    }

    private GrantState usable(Caller caller, Flow flow) {
        ResolvedServer server = registry.resolve(flow.server, caller.id(), caller.role(), caller.groups())
                .await()
                .indefinitely();
        return grants.usable(new GrantOrder(caller.id(), server, caller.token()));
    }
}
