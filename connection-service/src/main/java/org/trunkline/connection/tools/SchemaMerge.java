package org.trunkline.connection.tools;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes one schema of a schema and its alternatives; the properties of all that are used are kept. */
final class SchemaMerge {

    private final ObjectNode merged = JsonNodeFactory.instance.objectNode();
    private final ObjectNode properties = JsonNodeFactory.instance.objectNode();
    private final Set<JsonNode> required = new LinkedHashSet<>();

    private SchemaMerge() {}

    /**
     * The schema with the parts of {@code allOf} merged into it, and of {@code anyOf} and {@code oneOf} the first that
     * is not null; null among them makes it nullable.
     */
    static ObjectNode withoutAlternatives(ObjectNode schema) {
        SchemaMerge merge = new SchemaMerge();
        merge.add(schema, true);
        parts(merge.merged.remove("allOf")).forEach(part -> merge.add(withoutAlternatives(part), false));
        merge.choose(parts(merge.merged.remove("anyOf")));
        merge.choose(parts(merge.merged.remove("oneOf")));
        return merge.result();
    }

    private static List<ObjectNode> parts(JsonNode parts) {
        return parts == null
                ? List.of()
                : parts.valueStream()
                        .filter(ObjectNode.class::isInstance)
                        .map(ObjectNode.class::cast)
                        .toList();
    }

    private void choose(List<ObjectNode> parts) {
        parts.stream()
                .filter(part -> !isNull(part))
                .findFirst()
                .ifPresent(part -> add(withoutAlternatives(part), true));
        if (parts.stream().anyMatch(SchemaMerge::isNull)) {
            merged.put("nullable", true);
        }
    }

    private static boolean isNull(ObjectNode schema) {
        return "null".equals(schema.path("type").asText());
    }

    /** Adds a part; {@code wins} tells whether it keeps a keyword that is there already. */
    private void add(ObjectNode part, boolean wins) {
        part.properties().forEach(keyword -> {
            JsonNode value = keyword.getValue();
            switch (keyword.getKey()) {
                case "properties" -> value.properties().forEach(each -> properties.set(each.getKey(), each.getValue()));
                case "required" -> value.forEach(required::add);
                default -> {
                    if (wins || !merged.has(keyword.getKey())) {
                        merged.set(keyword.getKey(), value);
                    }
                }
            }
        });
        if (part.has("properties")) {
            merged.set("properties", properties);
        }
    }

    private ObjectNode result() {
        if (!required.isEmpty()) {
            required.forEach(merged.putArray("required")::add);
        }
        return merged;
    }
}
