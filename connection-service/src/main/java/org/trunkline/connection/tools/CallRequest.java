package org.trunkline.connection.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.trunkline.problem.InvalidRequest;

/**
 * A tool call.
 *
 * @param tool the tool's key, where the path does not name the tool
 * @param arguments an object, passed on as it is; absent means none
 * @param provider the model provider that the result is formatted for; absent: it is not
 */
@RegisterForReflection
@Schema(description = "A tool call")
record CallRequest(
        @Schema(description = "The tool's key, where the path does not name the tool", examples = "echo_mcp_everything")
        String tool,

        @Schema(
                description = "The tool's arguments, passed on as they are",
                implementation = Object.class,
                examples = "{\"message\":\"hello\"}")
        JsonNode arguments,

        @Schema(description = "The model provider to format the result for", examples = "openai")
        String provider) {

    /** The arguments, an empty object when there are none. */
    JsonNode argumentsOrNone() {
        if (arguments == null || arguments.isNull()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!arguments.isObject()) {
            throw InvalidRequest.field("arguments", "arguments must be a JSON object");
        }
        return arguments;
    }

    /** The tool's key. */
    String toolOrRefuse() {
        if (tool == null || tool.isBlank()) {
            throw InvalidRequest.field("tool", "tool is required: <tool>_mcp_<server>");
        }
        return tool;
    }
}
