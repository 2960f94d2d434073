package org.trunkline.registry.catalog;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.trunkline.server.ServerSource;

/** One server of the catalogue, in the form of the official registry's API. */
@RegisterForReflection
record CatalogEntry(
        ServerJson server, @JsonProperty("_meta") Meta meta) {

    /** What the registry says of a server. */
    @RegisterForReflection
    @Schema(name = "CatalogMeta")
    record Meta(
            @JsonProperty("io.modelcontextprotocol.registry/official")
            Official official,

            @JsonProperty("org.trunkline/server") Ours ours) {}

    /** What every registry says. */
    @RegisterForReflection
    @Schema(name = "CatalogOfficialMeta")
    record Official(
            @Schema(examples = "active") String status,
            Instant statusChangedAt,
            Instant publishedAt,
            Instant updatedAt,

            @JsonProperty("isLatest") @Schema(description = "Always true: earlier states are not kept")
            boolean latest) {}

    /** How the server is used through Trunkline. */
    @RegisterForReflection
    @Schema(name = "CatalogTrunklineMeta")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Ours(
            @Schema(description = "Its name in Trunkline's API", examples = "git-hub")
            String serverName,

            @Schema(examples = "streamable-http") String transport,
            ServerSource source,
            boolean canEdit) {}
}
