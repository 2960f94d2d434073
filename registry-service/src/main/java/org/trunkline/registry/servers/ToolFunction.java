package org.trunkline.registry.servers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.trunkline.server.ToolKey;
import org.trunkline.tool.ToolDefinition;

/** A tool as LibreChat tells of it: as the function that a model is offered. */
@RegisterForReflection
record ToolFunction(String type, Function function) {

    /** @param name the tool's key */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Function(String name, String description, JsonNode parameters) {}

    static Map<String, ToolFunction> byKey(List<ToolDefinition> tools, String server) {
        Map<String, ToolFunction> byKey = new LinkedHashMap<>();
        for (ToolDefinition tool : tools) {
            String key = ToolKey.of(tool.name(), server).toString();
            Function function = new Function(key, tool.description(), tool.inputSchema());
            byKey.put(key, new ToolFunction("function", function));
        }
        return byKey;
    }
}
