package org.trunkline.registry.pins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.trunkline.tool.ToolDefinition;

/** Definitions of tools as they are stored. */
final class Definitions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Definitions() {}

    static String written(ToolDefinition definition) {
        try {
            return JSON.writeValueAsString(definition);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static ToolDefinition read(String text) {
        try {
            return JSON.readValue(text, ToolDefinition.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored definition cannot be read", e);
        }
    }
}
