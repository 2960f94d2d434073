package org.trunkline.connection.members;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.NonBlocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Hears the other replicas that the database tells nothing of. */
@Path("/internal/v1/members/signs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "internal", description = "For the other services of Trunkline only")
class PeersResource {

    private final Members members;

    PeersResource(Members members) {
        this.members = members;
    }

    @POST
    @NonBlocking
    @Operation(
            summary = "Hear that a replica lives that cannot write it into the database",
            description = "It is not taken for dead until the time of death has passed again.")
    @APIResponse(responseCode = "200", description = "It is heard; whether the database shows the members here")
    public Hearing sign(Sign sign) {
        return new Hearing(members.hear(sign.epoch()));
    }
}
