package org.trunkline.registry.form;

import com.fasterxml.jackson.databind.JsonNode;

/** The rules of {@code toolPolicy}. */
final class ToolRules {

    private static final int MOST_PATTERNS = 200;
    private static final int LONGEST_PATTERN = 256;

    private ToolRules() {}

    static void read(Fields block) {
        patterns(block, "allow");
        patterns(block, "deny");
        block.flag("readOnlyOnly");
    }

    private static void patterns(Fields block, String name) {
        block.texts(name);
        JsonNode patterns = block.given(name);
        if (patterns == null || !patterns.isArray()) {
            return;
        }
        if (patterns.size() > MOST_PATTERNS) {
            block.report("too_big", "Array must contain at most " + MOST_PATTERNS + " element(s)", name);
        }
        for (int i = 0; i < patterns.size(); i++) {
            String pattern = patterns.get(i).asText();
            if (patterns.get(i).isTextual() && (pattern.isBlank() || pattern.length() > LONGEST_PATTERN)) {
                block.report(
                        Fields.CUSTOM,
                        "A pattern is the name of a tool, with * for any text and ? for one character, of 1 to "
                                + LONGEST_PATTERN + " characters",
                        name,
                        i);
            }
        }
    }
}
