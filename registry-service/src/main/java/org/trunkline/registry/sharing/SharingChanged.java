package org.trunkline.registry.sharing;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer to a change of who may do what with a server. */
@RegisterForReflection
record SharingChanged(
        @Schema(examples = "Permissions updated successfully")
        String message,

        Results results) {

    /** What counts now of what was asked. */
    @RegisterForReflection
    record Results(
            @Schema(description = "Who was granted something")
            List<SharedWith> principals,

            @JsonProperty("public") @Schema(description = "As it was asked")
            Boolean isPublic,

            @Schema(description = "What everyone was granted")
            String publicAccessRoleId) {}
}
