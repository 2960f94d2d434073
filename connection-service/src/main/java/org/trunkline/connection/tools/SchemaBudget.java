package org.trunkline.connection.tools;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How much of a schema may still be written. References make a short schema stand for an endless one; what exceeds the
 * budget becomes the empty schema, which allows everything.
 */
final class SchemaBudget {

    /** LibreChat's limit. */
    private static final int NODES = 50_000;
    /** A text counts as one node for each so many characters. */
    private static final int CHARACTERS = 64;
    /** Nothing that a person wrote is nested so deeply, and readers of JSON commonly refuse 1,000 levels. */
    private static final int DEPTH = 200;

    private int left = NODES;

    /** Whether one more node at this depth is allowed; if so, it is counted. */
    boolean allows(int depth) {
        return depth <= DEPTH && spend(1);
    }

    /** Whether a name is allowed; if so, it is counted, though a short one costs nothing. */
    boolean allowsName(String name) {
        return spend(name.length() / CHARACTERS);
    }

    /** Whether a value that is copied whole is allowed; if so, it is counted. */
    boolean allowsWhole(JsonNode value, int depth) {
        if (depth > DEPTH || !spend(1 + value.asText().length() / CHARACTERS)) {
            return false;
        }
        for (JsonNode part : value) {
            if (!allowsWhole(part, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private boolean spend(int nodes) {
        left = Math.max(-1, left - nodes);
        return left >= 0;
    }
}
