package org.trunkline.oauth.values;

import java.util.Map;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.trunkline.identity.Caller;
import org.trunkline.identity.Callers;
import org.trunkline.oauth.servers.Servers;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.server.ResolvedServer;

/** The values that a server asks each of its users for. */
@Path("/api/mcp/{server}/auth-values")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "user values", description = "What servers ask each of their users for, like an API key")
class AuthValuesResource {

    private final Callers callers;
    private final Servers servers;
    private final UserValues values;

    AuthValuesResource(Callers callers, Servers servers, UserValues values) {
        this.callers = callers;
        this.servers = servers;
        this.values = values;
    }

    /** Values to store. Holds secrets: {@link #toString()} shows none. */
    @RegisterForReflection
    record Change(
            @Schema(
                    description = "Variable to value; a blank one is cleared, those that are left out stay",
                    examples = "{\"API_KEY\": \"k-123\"}")
            Map<String, String> values) {

        @Override
        public String toString() {
            return "Change[]";
        }
    }

    @GET
    @Operation(
            summary = "Which values the caller has given for a server",
            description = "Flags only: a stored value is never told again.")
    @APIResponse(responseCode = "200", description = "The flags, for each variable that the server declares")
    @APIResponse(responseCode = "404", description = "No such server for this caller")
    public AuthValues get(
            @Parameter(description = "The server's name", example = "github") @RestPath("server") String name) {
        Caller caller = callers.current();
        return flags(caller, servers.one(caller, name));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Set or clear values of the caller for a server",
            description = "The caller's session with the server is opened anew, so that the next call uses them.")
    @APIResponse(responseCode = "200", description = "The flags as they are now")
    @APIResponse(responseCode = "400", description = "A value is too long, or the server does not ask for it")
    @APIResponse(responseCode = "404", description = "No such server for this caller")
    public AuthValues put(
            @Parameter(description = "The server's name", example = "github") @RestPath("server") String name,
            Change change) {
        Caller caller = callers.current();
        ResolvedServer server = servers.one(caller, name);
        if (change == null || change.values() == null) {
            throw InvalidRequest.field("values", "Required: an object of variables and their values");
        }
        values.change(caller.id(), server.name(), new GivenValues("values", server).checked(change.values()));
        return flags(caller, server);
    }

    @DELETE
    @Operation(summary = "Clear all values of the caller for a server")
    @APIResponse(responseCode = "200", description = "The flags as they are now")
    @APIResponse(responseCode = "404", description = "No such server for this caller")
    public AuthValues delete(
            @Parameter(description = "The server's name", example = "github") @RestPath("server") String name) {
        Caller caller = callers.current();
        ResolvedServer server = servers.one(caller, name);
        values.clear(caller.id(), server.name());
        return flags(caller, server);
    }

    private AuthValues flags(Caller caller, ResolvedServer server) {
        return AuthValues.of(server, values.names(caller.id(), server.name()));
    }
}
