package org.trunkline.connection.tools;

import java.util.LinkedHashSet;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One schema on its way into the catalogue: references replaced, refused keywords dropped. */
final class CatalogSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** Keywords whose value maps names, which mean nothing here, to schemas. */
    private static final Set<String> MAPS =
            Set.of("properties", "patternProperties", "dependentSchemas", "dependencies", "dependentRequired");
    /** Keywords whose value is data and no schema. */
    private static final Set<String> DATA = Set.of("default", "enum", "example", "examples");

    private final JsonNode root;
    private final SchemaReferences references;
    private final SchemaBudget budget = new SchemaBudget();

    CatalogSchema(JsonNode root) {
        this.root = root;
        references = new SchemaReferences(root);
    }

    ObjectNode normalized() {
        return root instanceof ObjectNode schema ? schema(schema, 0) : JSON.objectNode();
    }

    private ObjectNode schema(ObjectNode schema, int depth) {
        ObjectNode result = JSON.objectNode();
        if (!budget.allows(depth)) {
            return result;
        }
        if (schema.path("$ref").isTextual()) {
            String reference = schema.get("$ref").textValue();
            result.setAll(references.follow(reference, target -> schema(target, depth + 1)));
        }
        schema.properties().forEach(keyword -> {
            if (!isRefused(keyword.getKey()) && budget.allowsName(keyword.getKey())) {
                keyword(result, schema, keyword.getKey(), keyword.getValue(), depth);
            }
        });
        return result;
    }

    private static boolean isRefused(String keyword) {
        return keyword.startsWith("$") || keyword.startsWith("x-") || "definitions".equals(keyword);
    }

    private void keyword(ObjectNode result, ObjectNode schema, String keyword, JsonNode value, int depth) {
        if ("const".equals(keyword)) {
            if (!schema.has("enum")) {
                putWhole(result, "enum", JSON.arrayNode().add(value), depth);
            }
        } else if ("required".equals(keyword)) {
            if (value.isArray()) {
                putWhole(result, keyword, names(value), depth);
            }
        } else if (DATA.contains(keyword)) {
            putWhole(result, keyword, value, depth);
        } else if (MAPS.contains(keyword) && value.isObject()) {
            result.set(keyword, map(value, depth + 1));
        } else {
            part(result, keyword, value, depth + 1);
        }
    }

    /** A schema, a list of schemas, or a plain value; of an unknown keyword too, since it may hold references. */
    private void part(ObjectNode result, String keyword, JsonNode value, int depth) {
        if (value instanceof ObjectNode schema) {
            result.set(keyword, schema(schema, depth));
        } else if (value.isArray()) {
            result.set(keyword, list(value, depth));
        } else {
            putWhole(result, keyword, value, depth);
        }
    }

    private ArrayNode list(JsonNode values, int depth) {
        ArrayNode list = JSON.arrayNode();
        for (JsonNode value : values) {
            if (value instanceof ObjectNode schema) {
                list.add(schema(schema, depth));
            } else if (budget.allowsWhole(value, depth)) {
                list.add(value);
            }
        }
        return list;
    }

    private ObjectNode map(JsonNode named, int depth) {
        ObjectNode map = JSON.objectNode();
        named.properties().forEach(entry -> {
            if (budget.allowsName(entry.getKey())) {
                part(map, entry.getKey(), entry.getValue(), depth);
            }
        });
        return map;
    }

    private void putWhole(ObjectNode result, String keyword, JsonNode value, int depth) {
        if (budget.allowsWhole(value, depth)) {
            result.set(keyword, value);
        }
    }

    private static ArrayNode names(JsonNode required) {
        Set<String> names = new LinkedHashSet<>();
        required.forEach(name -> {
            if (name.isTextual()) {
                names.add(name.textValue());
            }
        });
        ArrayNode unique = JSON.arrayNode();
        names.forEach(unique::add);
        return unique;
    }
}
