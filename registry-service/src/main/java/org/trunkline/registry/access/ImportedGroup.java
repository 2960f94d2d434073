package org.trunkline.registry.access;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A group in the form of SCIM (RFC 7643, section 4.2), without members: those are who the tokens say. */
@RegisterForReflection
record ImportedGroup(
        @Schema(description = "As tokens have it", required = true, examples = "ops")
        String id,

        @Schema(examples = "Operations") String displayName,

        @Schema(description = "false: is not found and can be granted nothing new; absent: true")
        Boolean active) {

    KnownGroup known() {
        KnownGroup group = new KnownGroup();
        group.id = id;
        group.name = displayName;
        group.active = active == null || active;
        return group;
    }
}
