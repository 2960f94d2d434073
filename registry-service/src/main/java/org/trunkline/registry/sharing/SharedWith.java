package org.trunkline.registry.sharing;

import java.time.Instant;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.trunkline.registry.access.PrincipalType;

/** Somebody who was granted something on a server. */
@RegisterForReflection
record SharedWith(
        PrincipalType type,

        @Schema(examples = "bob") String id,

        @Schema(description = "The id when no name is known", examples = "Bob Brown")
        String name,

        @Schema(examples = "bob@example.org") String email,

        @Schema(description = "Always local", examples = "local")
        String source,

        @Schema(examples = "mcpServer_viewer") String accessRoleId,

        @Schema(description = "When the grant ends; absent: never")
        Instant expiresAt) {}
