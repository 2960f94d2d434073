package org.trunkline.connection.links;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.trunkline.tool.ToolDefinition;

/** Turns what servers say into what the rest of Trunkline speaks: the same words are the same object. */
final class Definitions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Interned<ToolDefinition> tools = new Interned<>();
    private final Interned<Offer> offers = new Interned<>();

    /** What one entry of a list says (MCP 2025-11-25, "Tools", "Tool"); nothing when it names no tool. */
    Optional<ToolDefinition> of(JsonNode tool) {
        return Optional.ofNullable(tool.path("name").textValue())
                .map(name -> tools.of(new ToolDefinition(
                        name,
                        tool.path("title").textValue(),
                        tool.path("description").textValue(),
                        given(tool, "inputSchema"),
                        given(tool, "outputSchema"),
                        given(tool, "annotations"))));
    }

    /** See {@link Offer}. */
    Offer offer(List<ToolDefinition> tools, String instructions, String cut) {
        return offers.of(new Offer(List.copyOf(tools), instructions, cut));
    }

    /** Null stays null. */
    static JsonNode json(Object value) {
        return value == null ? null : JSON.valueToTree(value);
    }

    private static JsonNode given(JsonNode tool, String member) {
        return tool.hasNonNull(member) ? tool.get(member) : null;
    }
}
