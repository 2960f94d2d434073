package org.trunkline.registry.sharing;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the caller may do with one server. */
@RegisterForReflection
record EffectiveBits(
        @Schema(description = "VIEW 1, EDIT 2, DELETE 4, SHARE 8", examples = "15")
        int permissionBits) {}
