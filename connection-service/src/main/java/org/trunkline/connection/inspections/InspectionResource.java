package org.trunkline.connection.inspections;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.trunkline.inspection.Inspection;
import org.trunkline.inspection.InspectionRequest;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.server.ServerSource;
import org.trunkline.server.Transport;

/** Looks at a server before the registry saves it. */
@Path("/internal/v1/inspections")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Internal", description = "For the other services of Trunkline only")
class InspectionResource {

    private final Inspections inspections;

    InspectionResource(Inspections inspections) {
        this.inspections = inspections;
    }

    @POST
    @Operation(
            summary = "Tell what an MCP server is like",
            description = "Connects to it without a user, within trunkline.inspections.budget, and closes the session"
                    + " again. That it cannot be connected is an answer too: failure and reason tell.")
    @APIResponse(responseCode = "200", description = "What was found")
    @APIResponse(responseCode = "400", description = "The request is not understood, or would start a user's command")
    @APIResponse(responseCode = "503", description = "Too many servers are being looked at")
    public Uni<Inspection> inspect(InspectionRequest request) {
        if (request == null || request.config() == null || request.source() == null) {
            throw new InvalidRequest("config and source are required");
        }
        if (request.source() == ServerSource.MANAGED && request.config().transport() == Transport.STDIO) {
            throw InvalidRequest.field("config", "Only a declared server may have a command");
        }
        return inspections.inspect(request);
    }
}
