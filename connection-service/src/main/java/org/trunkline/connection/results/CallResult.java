package org.trunkline.connection.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a tool call gave: the MCP result as the server gave it and, when asked for, its form for a model provider.
 *
 * @param content the content blocks
 * @param structuredContent null when the tool gives none
 * @param isError whether the tool says that it failed
 * @param meta the result's {@code _meta}; null when it has none
 * @param formatted null unless a provider was named
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What a tool call gave")
public record CallResult(
        @Schema(implementation = Object[].class) JsonNode content,
        @Schema(implementation = Object.class) JsonNode structuredContent,
        boolean isError,

        @JsonProperty("_meta") @Schema(implementation = Object.class)
        JsonNode meta,

        @Schema(implementation = Object[].class) FormattedResult formatted) {

    /**
     * The answer to a call whose MCP result is {@code result}; a provider's form is added when {@code formatted} is not
     * null.
     */
    public static CallResult of(JsonNode result, FormattedResult formatted) {
        JsonNode content = result.has("content") ? result.get("content") : JsonNodeFactory.instance.arrayNode();
        return new CallResult(
                content,
                result.get("structuredContent"),
                result.path("isError").asBoolean(false),
                result.get("_meta"),
                formatted);
    }
}
