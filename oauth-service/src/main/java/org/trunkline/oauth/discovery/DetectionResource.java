package org.trunkline.oauth.discovery;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.trunkline.credential.Detection;
import org.trunkline.credential.DetectionRequest;
import org.trunkline.problem.InvalidRequest;

/** Tells the neighbours whether a server wants its users to sign in. */
@Path("/internal/v1/detections")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "internal", description = "For the neighbours")
class DetectionResource {

    private final Detections detections;

    DetectionResource(Detections detections) {
        this.detections = detections;
    }

    @POST
    @Operation(
            summary = "Whether an MCP server wants its users to sign in",
            description = "The server is asked. That it does not answer is no failure: it then wants no sign-in.")
    @APIResponse(responseCode = "200", description = "Whether, and how that was found out")
    @APIResponse(responseCode = "400", description = "The URL is none that can be asked")
    @APIResponse(responseCode = "403", description = "The outbound guard does not let requests go there")
    public Detection detect(DetectionRequest request) {
        if (request == null) {
            throw InvalidRequest.field("url", "url is missing");
        }
        return detections.detect(request);
    }
}
