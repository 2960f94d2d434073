package org.trunkline.registry.servers;

import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.trunkline.identity.Caller;
import org.trunkline.identity.Callers;
import org.trunkline.problem.Forbidden;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.registry.access.Permission;
import org.trunkline.registry.access.Principals;
import org.trunkline.registry.form.Reading;
import org.trunkline.registry.form.UserForm;
import org.trunkline.server.ServerSource;

/** The servers that the caller may see, and the caller's own. */
@Path("/api/mcp/servers")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Servers")
class ServersResource {

    private final Callers callers;
    private final VisibleServers servers;
    private final ServerLifecycle lifecycle;
    private final RequestBodies bodies;
    private final UserForm form = new UserForm();

    ServersResource(Callers callers, VisibleServers servers, ServerLifecycle lifecycle, RequestBodies bodies) {
        this.callers = callers;
        this.servers = servers;
        this.lifecycle = lifecycle;
        this.bodies = bodies;
    }

    @GET
    @Operation(
            summary = "The servers that the caller may see",
            description = "Declared servers, and managed ones that the caller has the VIEW bit for, by name.")
    @APIResponse(responseCode = "200", description = "Server name to configuration, without secrets")
    public Map<String, RedactedServer> list() {
        Map<String, RedactedServer> answer = new LinkedHashMap<>();
        servers.all(Principals.of(callers.current()))
                .forEach((name, server) -> answer.put(name, RedactedServer.of(server)));
        return answer;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Operation(
            summary = "Create a server",
            description = "Its name is made from the title and never changes. The caller becomes its owner.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "streamable HTTP", value = """
                                                    {"config": {"type": "streamable-http", "title": "Git Hub",
                                                     "url": "https://mcp.example.com/mcp"}}""")))
    @APIResponse(responseCode = "201", description = "The server, with its name")
    @APIResponse(responseCode = "400", description = "Invalid configuration: errors names each field at fault")
    public RedactedServer create(String body) {
        Caller caller = callers.current();
        Reading reading = form.read(bodies.config(body));
        if (!reading.valid()) {
            throw InvalidRequest.configuration(reading.issues());
        }
        return RedactedServer.named(lifecycle.create(caller, reading.config()));
    }

    @GET
    @Path("/{serverName}")
    @Operation(summary = "One server", description = "Declared servers can be read by name, too.")
    @APIResponse(responseCode = "200", description = "Its configuration, without secrets")
    @APIResponse(responseCode = "404", description = "There is none that the caller may see")
    public RedactedServer get(@Parameter(description = "Its name", example = "git-hub") @RestPath String serverName) {
        return RedactedServer.of(servers.one(serverName, Principals.of(callers.current())));
    }

    @DELETE
    @Path("/{serverName}")
    @Operation(summary = "Delete a server", description = "Needs the DELETE bit; removes all grants on it as well.")
    @APIResponse(responseCode = "200", description = "It is gone")
    @APIResponse(responseCode = "403", description = "It is declared, or the caller lacks the DELETE bit")
    @APIResponse(responseCode = "404", description = "There is none that the caller may see")
    public Deleted delete(@Parameter(description = "Its name", example = "git-hub") @RestPath String serverName) {
        Caller caller = callers.current();
        VisibleServer server = servers.one(serverName, Principals.of(caller));
        if (server.source() == ServerSource.DECLARED) {
            throw new Forbidden(
                    "Forbidden",
                    "MCP server '" + serverName + "' is declared by the operator and can only be removed there");
        }
        if (!server.allows(Permission.DELETE)) {
            throw Forbidden.server();
        }
        lifecycle.delete(caller, server);
        return new Deleted("MCP server deleted successfully");
    }
}
