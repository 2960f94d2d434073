package org.trunkline.oauth.authorization;

import java.util.Map;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.trunkline.credential.AuthorizationStatus;
import org.trunkline.identity.Caller;
import org.trunkline.identity.Callers;
import org.trunkline.oauth.servers.Servers;

/** How the caller's authorizations are. */
@Path("/api/mcp/oauth/state")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "authorization state", description = "Whether a user's credentials for servers can be used")
class StateResource {

    private final Callers callers;
    private final Servers servers;
    private final States states;

    StateResource(Callers callers, Servers servers, States states) {
        this.callers = callers;
        this.servers = servers;
        this.states = states;
    }

    /** The states of all servers. */
    @RegisterForReflection
    record All(Map<String, AuthorizationStatus> servers) {}

    @GET
    @Operation(
            summary = "The caller's authorization at each server",
            description = "not_required, needs_authorization, authorizing, authorized, expired, step_up or error, with"
                    + " the reason, since when, the flow that waits for the user (flow.url is where to go next) and"
                    + " after how many milliseconds another try may succeed. Asks no authorization server.")
    @APIResponse(responseCode = "200", description = "The states by server name")
    @APIResponse(responseCode = "401", description = "No valid bearer token")
    public All all() {
        Caller caller = callers.current();
        return new All(states.of(caller.id(), servers.all(caller)));
    }

    @GET
    @Path("/{server}")
    @Operation(summary = "The caller's authorization at one server")
    @APIResponse(responseCode = "200", description = "The state")
    @APIResponse(responseCode = "404", description = "No such server for this caller")
    public AuthorizationStatus one(
            @Parameter(description = "The server's name", example = "github") @RestPath("server") String name) {
        Caller caller = callers.current();
        return states.of(caller.id(), servers.one(caller, name));
    }
}
