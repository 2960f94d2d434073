package org.trunkline.connection.results;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.trunkline.connection.transports.JsonPiece;

/**
 * What a tool call gave: the MCP result as the server gave it and, when asked for, its form for a model provider. What
 * a server adds to a result beyond MCP's members is left out.
 *
 * @param content the content blocks
 * @param structuredContent null when the tool gives none
 * @param isError whether the tool says that it failed
 * @param meta the result's {@code _meta}; null when it has none
 * @param formatted null unless a provider was named
 */
@Schema(description = "What a tool call gave")
public record CallResult(
        @Schema(implementation = Object[].class) JsonPiece content,
        @Schema(implementation = Object.class) JsonPiece structuredContent,
        boolean isError,

        @JsonProperty("_meta") @Schema(implementation = Object.class)
        JsonPiece meta,

        @Schema(implementation = Object[].class) FormattedResult formatted) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonPiece NOTHING = JsonPiece.of("[]");
    private static final int FRAME = 100;

    /** @param result the members of the MCP result */
    static CallResult of(Map<String, JsonPiece> result) {
        JsonPiece isError = result.get("isError");
        return new CallResult(
                result.getOrDefault("content", NOTHING),
                result.get("structuredContent"),
                isError != null && isError.tree().asBoolean(),
                result.get("_meta"),
                null);
    }

    CallResult formatted(FormattedResult form) {
        return new CallResult(content, structuredContent, isError, meta, form);
    }

    /** The parts that are for a model, as a tree. */
    JsonNode tree() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.set("content", content.tree());
        if (structuredContent != null) {
            tree.set("structuredContent", structuredContent.tree());
        }
        return tree;
    }

    /** The result in JSON. */
    Buffer json() {
        Buffer json = Buffer.buffer(FRAME
                + content.length()
                + (structuredContent == null ? 0 : structuredContent.length())
                + (meta == null ? 0 : meta.length()));
        content.appendTo(json.appendString("{\"content\":"));
        if (structuredContent != null) {
            structuredContent.appendTo(json.appendString(",\"structuredContent\":"));
        }
        json.appendString(isError ? ",\"isError\":true" : ",\"isError\":false");
        if (meta != null) {
            meta.appendTo(json.appendString(",\"_meta\":"));
        }
        if (formatted != null) {
            json.appendString(",\"formatted\":")
                    .appendString(JSON.valueToTree(formatted).toString());
        }
        return json.appendString("}");
    }
}
