package org.trunkline.connection.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The forms in which model providers accept the schema of a tool's input. A server's schema may be anything, also
 * hostile: each form is made in bounded time and has a bounded size.
 */
public final class ToolSchemas {

    private ToolSchemas() {}

    /**
     * The form for the catalogue: without references and without the keywords that providers refuse. A property may
     * have any name.
     *
     * @param schema a JSON Schema; anything else, null included, becomes the empty schema
     */
    public static ObjectNode catalog(JsonNode schema) {
        return new CatalogSchema(schema).normalized();
    }

    /** The form for Gemini and Vertex AI, which know only a part of JSON Schema. */
    public static ObjectNode gemini(JsonNode schema) {
        return GeminiSchema.of(catalog(schema));
    }
}
