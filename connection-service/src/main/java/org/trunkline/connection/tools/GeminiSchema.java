package org.trunkline.connection.tools;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A catalogue's schema in the part of JSON Schema that Gemini knows (Gemini API, {@code Schema}); one keyword outside
 * of it makes Gemini refuse the whole request. Alternatives become the first of them.
 */
final class GeminiSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** Keywords that are taken over as they are. */
    private static final Set<String> SAME = Set.of(
            "title",
            "description",
            "format",
            "default",
            "example",
            "pattern",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
            "minimum",
            "maximum",
            "propertyOrdering",
            "required");

    private final ObjectNode schema;
    private final ObjectNode result = JSON.objectNode();

    private GeminiSchema(ObjectNode schema) {
        this.schema = schema;
    }

    /** The form of {@code schema}, which must have no references. */
    static ObjectNode of(ObjectNode schema) {
        return new GeminiSchema(SchemaMerge.withoutAlternatives(schema)).reduced();
    }

    private ObjectNode reduced() {
        type();
        schema.properties().forEach(keyword -> {
            if (SAME.contains(keyword.getKey())) {
                result.set(keyword.getKey(), keyword.getValue());
            }
        });
        bound("minimum", "exclusiveMinimum");
        bound("maximum", "exclusiveMaximum");
        values();
        properties();
        items();
        return result;
    }

    private void type() {
        JsonNode type = schema.path("type");
        boolean nullable = schema.path("nullable").asBoolean();
        if (type.isTextual()) {
            result.set("type", type);
        }
        if (type.isArray()) {
            for (JsonNode each : type) {
                if ("null".equals(each.asText())) {
                    nullable = true;
                } else if (!result.has("type") && each.isTextual()) {
                    result.set("type", each);
                }
            }
        }
        if (nullable) {
            result.put("nullable", true);
        }
    }

    private void bound(String inclusive, String exclusive) {
        if (!result.has(inclusive) && schema.path(exclusive).isNumber()) {
            result.set(inclusive, schema.get(exclusive));
        }
    }

    /** Only strings can be enumerated; a type that is not told is theirs then. */
    private void values() {
        ArrayNode texts = JSON.arrayNode();
        if (schema.path("enum").isArray() && "string".equals(result.path("type").asText("string"))) {
            schema.get("enum").forEach(value -> {
                if (value.isTextual()) {
                    texts.add(value);
                }
            });
        }
        if (!texts.isEmpty()) {
            result.set("enum", texts);
            result.put("type", "string");
        }
    }

    private void properties() {
        if (schema.path("properties").isObject()) {
            ObjectNode properties = result.putObject("properties");
            schema.get("properties")
                    .properties()
                    .forEach(property -> properties.set(property.getKey(), part(property.getValue())));
        }
    }

    /** Every array needs one schema of its items: of a tuple, that of the first. */
    private void items() {
        if (schema.path("items").isObject()) {
            result.set("items", part(schema.get("items")));
            return;
        }
        for (JsonNode first : schema.path("prefixItems")) {
            if (first.isObject()) {
                result.set("items", part(first));
                return;
            }
        }
        if ("array".equals(result.path("type").asText())) {
            result.putObject("items");
        }
    }

    private static ObjectNode part(JsonNode part) {
        return part instanceof ObjectNode object ? of(object) : JSON.objectNode();
    }
}
