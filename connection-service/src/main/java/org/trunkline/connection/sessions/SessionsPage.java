package org.trunkline.connection.sessions;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One page of the sessions of all replicas. */
@RegisterForReflection
record SessionsPage(
        List<SessionEntry> data,

        @JsonProperty("has_more") @Schema(description = "Whether there are sessions after these")
        boolean hasMore,

        @JsonInclude @Schema(description = "The parameter after of the next page; null on the last", nullable = true)
        String after,

        @Schema(description = "Replicas that did not answer, by their addresses: their sessions are missing")
        List<String> silent) {}
