package org.trunkline.registry.sharing;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A wanted change of who may do what with a server. */
@RegisterForReflection
record SharingRequest(
        @Schema(description = "Who gets a role, instead of the one that they have")
        List<Given> updated,

        @Schema(description = "Who loses what they have; one who is updated as well is granted")
        List<Given> removed,

        @JsonProperty("public") @Schema(description = "Whether everyone is granted a role; absent: as it is")
        Boolean isPublic,

        @Schema(description = "What everyone is granted; absent: as it is, else mcpServer_viewer")
        String publicAccessRoleId) {

    SharingRequest {
        updated = updated == null ? List.of() : updated;
        removed = removed == null ? List.of() : removed;
    }

    /** One principal of a request. */
    @RegisterForReflection
    record Given(
            @Schema(description = "user, group or role", examples = "user")
            String type,

            @Schema(description = "A role's is its name", examples = "bob")
            String id,

            @Schema(description = "Of one who is updated", examples = "mcpServer_viewer")
            String accessRoleId,

            @Schema(description = "When the grant of one who is updated ends; absent: never")
            Instant expiresAt) {}
}
