package org.trunkline.registry.sharing;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Who was granted what on a server; grants past their end are left out. */
@RegisterForReflection
record Sharing(
        String resourceType,

        @Schema(description = "The server's dbId") String resourceId,

        List<SharedWith> principals,

        @JsonProperty("public") @Schema(description = "Whether everyone was granted something")
        boolean isPublic,

        @Schema(description = "What everyone was granted", examples = "mcpServer_viewer")
        String publicAccessRoleId) {}
