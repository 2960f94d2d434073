package org.trunkline.connection.links;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;

/**
 * What a server tells of itself at {@code initialize} (MCP 2025-11-25, "Lifecycle").
 *
 * @param capabilities what the server can do
 * @param instructions its text for models; null when it has none
 */
public record Greeting(JsonNode capabilities, String instructions) {

    /** Whether it announces that its tools have changed. */
    public boolean announcesTools() {
        return capabilities != null
                && capabilities.path("tools").path("listChanged").asBoolean();
    }

    static Greeting of(InitializeResult initialized) {
        return new Greeting(Definitions.json(initialized.capabilities()), initialized.instructions());
    }
}
