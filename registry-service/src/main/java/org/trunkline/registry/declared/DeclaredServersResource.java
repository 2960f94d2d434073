package org.trunkline.registry.declared;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.trunkline.identity.Callers;
import org.trunkline.problem.Forbidden;

/** Shows administrators how reading the declared servers went. */
@Path("/api/admin/declared-servers")
@Tag(name = "Administration")
class DeclaredServersResource {

    private final Callers callers;
    private final DeclaredServers servers;

    DeclaredServersResource(Callers callers, DeclaredServers servers) {
        this.callers = callers;
        this.servers = servers;
    }

    @GET
    @RunOnVirtualThread
    @Operation(
            summary = "The declared servers and their faults",
            description = "Each broken entry of the operator's file with its line and what is wrong with it.")
    @APIResponse(responseCode = "200", description = "The last reading of the file")
    @APIResponse(responseCode = "403", description = "The caller is no administrator")
    public DeclaredReport report() {
        if (!callers.isAdmin(callers.current())) {
            throw Forbidden.capability();
        }
        return servers.report();
    }
}
