package org.trunkline.registry.servers;

import java.util.List;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;
import org.trunkline.identity.Callers;
import org.trunkline.problem.Forbidden;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.registry.access.Permission;
import org.trunkline.registry.access.Principals;
import org.trunkline.registry.audit.AuditRelay;
import org.trunkline.registry.capabilities.Capability;
import org.trunkline.registry.capabilities.RequiresCapability;
import org.trunkline.registry.pins.Pins;
import org.trunkline.registry.pins.QuarantinedTool;
import org.trunkline.server.ServerSource;

/** Tools whose definitions changed, for those who decide whether the change is harmless. */
@Path("/api/mcp/servers/{serverName}/tools")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Servers")
class QuarantineResource {

    private static final Logger LOG = Logger.getLogger(QuarantineResource.class);

    private final Callers callers;
    private final VisibleServers servers;
    private final Pins pins;
    private final ServerEvents events;
    private final AuditRelay relay;

    QuarantineResource(Callers callers, VisibleServers servers, Pins pins, ServerEvents events, AuditRelay relay) {
        this.callers = callers;
        this.servers = servers;
        this.pins = pins;
        this.events = events;
        this.relay = relay;
    }

    /** What is accepted. */
    @RegisterForReflection
    record Acceptance(
            @Schema(description = "offered.hash of the definition that was looked at", required = true)
            String hash) {}

    @GET
    @Path("/quarantine")
    @RequiresCapability(Capability.USE)
    @Operation(
            summary = "The tools whose definition is no longer the accepted one",
            description = "Needs the EDIT bit; of a declared server, an administrator. With pinTools such tools are"
                    + " neither listed nor called. Both definitions are shown, and in which members they differ.")
    @APIResponse(responseCode = "200", description = "The tools, by name")
    @APIResponse(responseCode = "403", description = "The caller may see the server but not change it")
    @APIResponse(responseCode = "404", description = "There is none that the caller may see")
    public List<QuarantinedTool> quarantine(
            @Parameter(description = "The server's name", example = "git-hub") @RestPath String serverName) {
        return pins.quarantined(judged(serverName).pinKey());
    }

    @POST
    @Path("/{tool}/accept")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresCapability(Capability.USE)
    @Operation(
            summary = "Accept the changed definition of a tool",
            description = "Needs what looking at it needs. From then on the former definition is the one that is not"
                    + " accepted. Sessions that are open go on.")
    @APIResponse(responseCode = "200", description = "The tools that are still in quarantine")
    @APIResponse(responseCode = "403", description = "The caller may see the server but not change it")
    @APIResponse(responseCode = "404", description = "No such server for the caller, or the tool is not in quarantine")
    @APIResponse(responseCode = "409", description = "The definition has changed again since it was looked at")
    public List<QuarantinedTool> accept(
            @Parameter(description = "The server's name", example = "git-hub") @RestPath String serverName,
            @Parameter(description = "The tool's name at the server", example = "read_file") @RestPath String tool,
            Acceptance acceptance) {
        if (acceptance == null || acceptance.hash() == null) {
            throw InvalidRequest.field("hash", "Required");
        }
        VisibleServer server = judged(serverName);
        relay.relay(pins, pins.accept(server.pinKey(), tool, acceptance.hash(), events.accepted(server)));
        LOG.infof(
                "tool definition accepted: server=%s tool=%s user=%s hash=%s",
                serverName, tool, callers.current().id(), acceptance.hash());
        return pins.quarantined(server.pinKey());
    }

    private VisibleServer judged(String name) {
        VisibleServer server = servers.one(name, Principals.of(callers));
        boolean operators = server.source() == ServerSource.DECLARED && callers.isAdmin(callers.current());
        if (!operators && !server.allows(Permission.EDIT)) {
            throw Forbidden.server();
        }
        return server;
    }
}
