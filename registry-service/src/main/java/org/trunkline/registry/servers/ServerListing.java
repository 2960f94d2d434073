package org.trunkline.registry.servers;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer to a caller who lists servers: all at once, or by pages. */
sealed interface ServerListing {

    /** All of them, in LibreChat's form. */
    @RegisterForReflection
    @Schema(
            name = "ServersByName",
            description = "Server name to configuration, without secrets",
            additionalProperties = RedactedServer.class)
    record ByName(@JsonValue @Schema(hidden = true) Map<String, RedactedServer> servers) implements ServerListing {}

    /** One page of them. */
    @RegisterForReflection
    @Schema(name = "ServerPage")
    record Page(
            List<RedactedServer> data,

            @JsonProperty("has_more") @Schema(description = "Whether there are servers after these")
            boolean hasMore,

            @JsonInclude
            @Schema(description = "The parameter after of the next page; null on the last", nullable = true)
            String after)
            implements ServerListing {}
}
