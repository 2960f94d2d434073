package org.trunkline.connection.tools;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.trunkline.connection.transports.JsonPiece;
import org.trunkline.connection.transports.JsonPieces;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.server.SessionScope;

/**
 * A tool call.
 *
 * @param tool the tool's key, where the path does not name the tool
 * @param arguments an object, passed on as it is; empty when none are given
 * @param provider the model provider that the result is formatted for; null: it is not
 * @param request what the consumer's own request says of itself, for servers whose configuration refers to it
 */
@Schema(description = "A tool call")
record CallRequest(
        @Schema(description = "The tool's key, where the path does not name the tool", examples = "echo_mcp_everything")
        String tool,

        @Schema(
                description = "The tool's arguments, passed on as they are",
                implementation = Object.class,
                examples = "{\"message\":\"hello\"}")
        JsonPiece arguments,

        @Schema(description = "The model provider to format the result for", examples = "openai")
        String provider,

        @Schema(
                description = "What the consumer's request says of itself, for {{LIBRECHAT_BODY_*}} in a server's"
                        + " configuration: conversationId, parentMessageId, messageId",
                examples = "{\"conversationId\":\"c1\",\"messageId\":\"m2\"}")
        Map<String, String> request) {

    /**
     * Reads the body of a request.
     *
     * @throws InvalidRequest when it is no tool call
     */
    static CallRequest read(byte[] body) {
        Map<String, JsonPiece> members = members(body);
        return new CallRequest(
                text("tool", members.get("tool")),
                arguments(members.get("arguments")),
                text("provider", members.get("provider")),
                request(members.get("request")));
    }

    /** The tool's key. */
    String toolOrRefuse() {
        if (tool == null || tool.isBlank()) {
            throw InvalidRequest.field("tool", "tool is required: <tool>_mcp_<server>");
        }
        return tool;
    }

    private static Map<String, JsonPiece> members(byte[] body) {
        try {
            Map<String, JsonPiece> members = JsonPieces.ofObject(body);
            if (members == null) {
                throw new InvalidRequest("a JSON object is required: {\"arguments\": {…}}");
            }
            return members;
        } catch (JsonProcessingException e) {
            throw InvalidRequest.notJson(e);
        } catch (IOException e) {
            throw new InvalidRequest("The body is not JSON");
        }
    }

    private static JsonPiece arguments(JsonPiece given) {
        if (given == null || given.isNull()) {
            return JsonPiece.EMPTY_OBJECT;
        }
        if (!given.isObject()) {
            throw InvalidRequest.field("arguments", "arguments must be a JSON object");
        }
        return given;
    }

    /** What is null there is left out. */
    private static Map<String, String> request(JsonPiece given) {
        if (given == null || given.isNull()) {
            return Map.of();
        }
        if (!given.isObject()) {
            throw InvalidRequest.field("request", "request must be a JSON object");
        }
        JsonNode tree = given.tree();
        SessionScope.BODY_FIELDS.values().stream()
                .filter(field -> tree.path(field).isContainerNode())
                .findFirst()
                .ifPresent(field -> {
                    throw InvalidRequest.field("request." + field, "request." + field + " must be a string");
                });
        return tree.properties().stream()
                .filter(field ->
                        field.getValue().isValueNode() && !field.getValue().isNull())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, field -> field.getValue().asText()));
    }

    private static String text(String field, JsonPiece given) {
        JsonNode value = given == null ? null : given.tree();
        if (value != null && value.isContainerNode()) {
            throw InvalidRequest.field(field, field + " must be a string");
        }
        return value == null || value.isNull() ? null : value.asText();
    }
}
