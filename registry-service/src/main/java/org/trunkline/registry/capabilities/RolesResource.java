package org.trunkline.registry.capabilities;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.trunkline.identity.Caller;
import org.trunkline.identity.Callers;
import org.trunkline.problem.Forbidden;
import org.trunkline.problem.NotFound;

/** Lets administrators see and change what the users of a role may do with MCP servers. */
@Path("/api/roles/{role}/mcp-servers")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Roles")
class RolesResource {

    private final Callers callers;
    private final KnownRoles known;
    private final Capabilities capabilities;
    private final ObjectMapper json;

    RolesResource(Callers callers, KnownRoles known, Capabilities capabilities, ObjectMapper json) {
        this.callers = callers;
        this.known = known;
        this.capabilities = capabilities;
        this.json = json;
    }

    @GET
    @Operation(summary = "What a role may do with MCP servers", description = "For administrators.")
    @APIResponse(responseCode = "200", description = "The role's capabilities")
    @APIResponse(responseCode = "403", description = "The caller is no administrator")
    @APIResponse(responseCode = "404", description = "There is no such role")
    public Role get(@RestPath String role) {
        check(role);
        return Role.of(role, capabilities.of(role));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change what a role may do with MCP servers",
            description = "For administrators. A capability that is not in the body stays as it is.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "may share", value = """
                                    {"SHARE": true, "SHARE_PUBLIC": false}""")))
    @APIResponse(responseCode = "200", description = "The role's capabilities, as they are now")
    @APIResponse(responseCode = "400", description = "errors names what is no capability or not true or false")
    @APIResponse(responseCode = "403", description = "The caller is no administrator")
    @APIResponse(responseCode = "404", description = "There is no such role")
    public Role put(@RestPath String role, String body) {
        Caller caller = check(role);
        var change = RoleChange.read(body, json);
        capabilities.change(role, change, caller);
        return Role.of(role, capabilities.of(role));
    }

    private Caller check(String role) {
        Caller caller = callers.current();
        if (!callers.isAdmin(caller)) {
            throw Forbidden.capability();
        }
        if (!known.contains(role)) {
            throw new NotFound("Role not found");
        }
        return caller;
    }
}
