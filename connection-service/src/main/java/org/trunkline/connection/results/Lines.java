package org.trunkline.connection.results;

import java.util.StringJoiner;

import com.fasterxml.jackson.databind.JsonNode;

/** The lines that describe a resource: those for which it has a text. */
final class Lines {

    private final StringJoiner lines = new StringJoiner("\n");

    Lines add(String label, JsonNode text) {
        return add(label, text.isTextual() ? text.textValue() : "");
    }

    Lines add(String label, String text) {
        if (!text.isEmpty()) {
            lines.add(label + text);
        }
        return this;
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
