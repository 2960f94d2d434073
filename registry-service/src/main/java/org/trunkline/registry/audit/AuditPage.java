package org.trunkline.registry.audit;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One page of the audit. */
@RegisterForReflection
record AuditPage(
        List<AuditEntry> data,

        @JsonProperty("has_more") @Schema(description = "Whether there are entries after these")
        boolean hasMore,

        @JsonInclude @Schema(description = "The parameter after of the next page; null on the last", nullable = true)
        String after) {}
