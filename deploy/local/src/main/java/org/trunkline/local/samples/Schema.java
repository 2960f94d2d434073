package org.trunkline.local.samples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON schema of an object whose properties are all required, built up property by property. */
final class Schema {

    private final Map<String, Object> properties = new LinkedHashMap<>();

    private Schema() {}

    static Schema object() {
        return new Schema();
    }

    Schema with(String name, String type, String description) {
        properties.put(name, Map.of("type", type, "description", description));
        return this;
    }

    Schema withList(String name, Schema items) {
        properties.put(name, Map.of("type", "array", "items", items.json()));
        return this;
    }

    Map<String, Object> json() {
        return Map.of(
                "type",
                "object",
                "properties",
                properties,
                "required",
                List.copyOf(properties.keySet()),
                "additionalProperties",
                false);
    }
}
