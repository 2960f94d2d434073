package org.trunkline.registry.transfer;

import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads the entries of {@code mcpServers} in a {@code librechat.yaml}: the form that all else is turned into. */
final class LibreChatEntries {

    private static final Set<String> BLOCKS = Set.of("headers", "requestHeaders");

    private LibreChatEntries() {}

    static ImportEntry read(String name, JsonNode given) {
        EntryDraft draft = new EntryDraft(name);
        if (!(given instanceof ObjectNode fields)) {
            draft.fault("Expected object");
        } else if (fields.has("command") || "stdio".equals(fields.path("type").asText())) {
            draft.onlyDeclared("command", fields);
        } else {
            remote(draft, fields);
        }
        return draft.entry(Set.of());
    }

    private static void remote(EntryDraft draft, ObjectNode fields) {
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (BLOCKS.contains(field.getKey())) {
                draft.headers(field.getKey(), field.getValue());
            } else {
                draft.config.set(field.getKey(), field.getValue());
            }
        }
    }
}
