package org.trunkline.oauth.secrets;

import java.util.function.Supplier;

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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.trunkline.identity.Callers;
import org.trunkline.problem.Forbidden;
import org.trunkline.secret.RotationReport;

/** Lets administrators bring all of users' stored secrets under the primary key. */
@Path("/api/admin/oauth/secrets/rotation")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "administration", description = "For administrators")
class RotationResource {

    private final Callers callers;
    private final SecretsRotation rotation;

    RotationResource(Callers callers, SecretsRotation rotation) {
        this.callers = callers;
        this.rotation = rotation;
    }

    @GET
    @Operation(
            summary = "How far the re-encryption of secrets is",
            description = "Counts the stored secrets by key. A key that is removable has none left under it.")
    @APIResponse(
            responseCode = "200",
            description = "The counts of this moment",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RotationReport.class),
                            examples = @ExampleObject(name = "done", value = """
                                    {"state": "done", "primaryKey": 1374025823, "done": 3, "total": 3,
                                     "keys": [{"key": 88142077, "values": 0, "removable": true},
                                              {"key": 1374025823, "values": 3, "removable": false}],
                                     "unreadable": {"values": 0, "places": []},
                                     "startedAt": "2026-11-20T08:00:00Z", "endedAt": "2026-11-20T08:00:02Z"}""")))
    @APIResponse(responseCode = "403", description = "The caller is no administrator")
    public RotationReport get() {
        return asAdmin(rotation::report);
    }

    @POST
    @Operation(
            summary = "Re-encrypt all secrets with the primary key",
            description = "One replica does it in the background, while all are in use; another goes on when that one"
                    + " dies. Goes on with one that was stopped; changes nothing while it runs.")
    @APIResponse(responseCode = "200", description = "It runs")
    @APIResponse(responseCode = "403", description = "The caller is no administrator")
    public RotationReport start() {
        return asAdmin(rotation::start);
    }

    @DELETE
    @Operation(
            summary = "Stop re-encrypting",
            description = "What is re-encrypted stays so; all keys in use are still needed.")
    @APIResponse(responseCode = "200", description = "It stops within a second or two")
    @APIResponse(responseCode = "403", description = "The caller is no administrator")
    public RotationReport stop() {
        return asAdmin(rotation::stop);
    }

    private RotationReport asAdmin(Supplier<RotationReport> action) {
        if (!callers.isAdmin(callers.current())) {
            throw Forbidden.capability();
        }
        return action.get();
    }
}
