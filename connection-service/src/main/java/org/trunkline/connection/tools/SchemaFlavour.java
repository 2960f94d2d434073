package org.trunkline.connection.tools;

import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.JsonNode;

/** The dialect of JSON Schema that a model provider takes. */
enum SchemaFlavour {
    /** What every provider but Google takes. */
    STANDARD(ToolSchemas::catalog),
    /** What Google's models take. */
    GEMINI(ToolSchemas::gemini);

    private static final Set<String> GOOGLE = Set.of("google", "vertexai", "gemini");

    private final UnaryOperator<JsonNode> form;

    SchemaFlavour(UnaryOperator<JsonNode> form) {
        this.form = form;
    }

    /** The flavour for a provider's name in any case; null means the standard one. */
    static SchemaFlavour of(String provider) {
        return provider != null && GOOGLE.contains(provider.toLowerCase(Locale.ROOT)) ? GEMINI : STANDARD;
    }

    JsonNode of(JsonNode schema) {
        return form.apply(schema);
    }
}
