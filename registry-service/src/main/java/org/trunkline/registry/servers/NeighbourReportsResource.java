package org.trunkline.registry.servers;

import java.util.Map;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.registry.pins.Pins;
import org.trunkline.tool.ToolReport;

/** What the other services say of a server that they have met. */
@Path("/internal/v1/servers/{name}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Internal", description = "For the other services of Trunkline only")
class NeighbourReportsResource {

    private final VisibleServers servers;
    private final Pins pins;
    private final ManagedInspections inspections;

    NeighbourReportsResource(VisibleServers servers, Pins pins, ManagedInspections inspections) {
        this.servers = servers;
        this.pins = pins;
        this.inspections = inspections;
    }

    @POST
    @Path("/tools")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Report definitions of tools that are new or changed",
            description = "A tool that was never seen is pinned as it is; a changed one waits in quarantine.")
    @APIResponse(responseCode = "200", description = "The hashes of the accepted definitions, by tool")
    @APIResponse(responseCode = "404", description = "There is no such server, or its configuration is another by now")
    public Map<String, String> report(
            @Parameter(description = "The server's name") @RestPath String name, ToolReport report) {
        if (report == null || report.revision() == null || report.tools() == null) {
            throw new InvalidRequest("revision and tools are required");
        }
        VisibleServer server = servers.one(name);
        if (!server.revision().equals(report.revision())) {
            throw VisibleServers.absent();
        }
        return pins.saw(server.pinKey(), report.tools());
    }

    @POST
    @Path("/inspections")
    @Operation(
            summary = "Inspect a server again",
            description = "If it could not be connected when it was saved; does nothing otherwise.")
    @APIResponse(responseCode = "204", description = "What was found is in the next answer about the server")
    @APIResponse(responseCode = "404", description = "There is no such server")
    public void inspectAgain(@Parameter(description = "The server's name") @RestPath String name) {
        inspections.again(servers.one(name));
    }
}
