package org.trunkline.registry.servers;

import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.trunkline.server.ResolvedServer;

/** Tells the other services what they need to keep sessions that nobody uses at the moment. */
@Path("/internal/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Internal", description = "For the other services of Trunkline only")
class NeighbourStampsResource {

    private final VisibleServers servers;
    private final ResolvedServers resolved;

    NeighbourStampsResource(VisibleServers servers, ResolvedServers resolved) {
        this.servers = servers;
        this.resolved = resolved;
    }

    @GET
    @Path("/declared-servers")
    @Operation(summary = "Every declared server", description = "Whomever it is for; secrets in clear.")
    @APIResponse(responseCode = "200", description = "The servers")
    public List<ResolvedServer> declared() {
        return servers.declared()
                .flatMap(server -> resolved.ifItOpens(server).stream())
                .toList();
    }

    @POST
    @Path("/server-stamps")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "What tells whether servers have changed",
            description = "A stamp changes with the server's configuration and with whom it is shared with.")
    @APIResponse(responseCode = "200", description = "The stamps by name; a server that is not there has none")
    public Map<String, String> stamps(Set<String> names) {
        return servers.stamps(names == null ? Set.of() : names);
    }
}
