package org.trunkline.connection.results;

import java.util.Iterator;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * JSON in the layout of ECMAScript's {@code JSON.stringify(value, null, 2)}, byte for byte, because models and
 * consumers see that text. Two things are kept that ECMAScript would lose: the order of names that look like numbers,
 * and the digits of integers beyond 2^53.
 */
final class PrettyJson {

    private final StringBuilder out = new StringBuilder();

    private PrettyJson() {}

    static String of(JsonNode node) {
        PrettyJson json = new PrettyJson();
        json.write(node, "\n");
        return json.out.toString();
    }

    /** @param line a line break and the indentation of what {@code node} stands in */
    private void write(JsonNode node, String line) {
        if (node.isContainerNode() && node.isEmpty()) {
            out.append(node.isObject() ? "{}" : "[]");
            return;
        }
        switch (node.getNodeType()) {
            case OBJECT -> object(node, line);
            case ARRAY -> array(node, line);
            case STRING -> EcmaScriptText.quote(node.textValue(), out);
            case NUMBER -> out.append(EcmaScriptText.number(node));
            default -> out.append(node.asText());
        }
    }

    private void object(JsonNode node, String line) {
        String inner = line + "  ";
        out.append('{');
        for (Iterator<Map.Entry<String, JsonNode>> fields = node.properties().iterator(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            out.append(inner);
            EcmaScriptText.quote(field.getKey(), out);
            out.append(": ");
            write(field.getValue(), inner);
            out.append(fields.hasNext() ? "," : line);
        }
        out.append('}');
    }

    private void array(JsonNode node, String line) {
        String inner = line + "  ";
        out.append('[');
        for (Iterator<JsonNode> elements = node.elements(); elements.hasNext(); ) {
            out.append(inner);
            write(elements.next(), inner);
            out.append(elements.hasNext() ? "," : line);
        }
        out.append(']');
    }
}
