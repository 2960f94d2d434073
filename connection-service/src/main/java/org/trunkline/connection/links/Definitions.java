package org.trunkline.connection.links;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import org.trunkline.tool.ToolDefinition;

/** Turns what the SDK read of a server into what the rest of Trunkline speaks. */
final class Definitions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Definitions() {}

    static ToolDefinition of(Tool tool) {
        return new ToolDefinition(
                tool.name(),
                tool.title(),
                tool.description(),
                json(tool.inputSchema()),
                json(tool.outputSchema()),
                json(tool.annotations()));
    }

    /** Null stays null. */
    static JsonNode json(Object value) {
        return value == null ? null : JSON.valueToTree(value);
    }
}
