package org.trunkline.registry.transfer;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * References to variables as the tools write them: {@code ${NAME}}, {@code ${NAME:-default}}, {@code ${env:NAME}} and
 * {@code ${input:NAME}}. A managed server knows no environment: what each user sets there becomes a user's value here.
 */
final class References {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?:env:|input:)?([^{}:]+)(?::-([^{}]*))?}");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([A-Za-z_][A-Za-z0-9_]*)}}");
    private static final Pattern IDENTIFIER = Pattern.compile("(?!LIBRECHAT_)[A-Za-z_][A-Za-z0-9_]*");

    private final Map<String, String> found = new LinkedHashMap<>();

    /** The user values that were referred to, each with the name that the file has for it. */
    Map<String, String> found() {
        return found;
    }

    /** {@code text} with placeholders of user values; a reference with a default becomes the default. */
    String toUserValues(String text) {
        return REFERENCE.matcher(text).replaceAll(match -> {
            if (match.group(2) != null) {
                return Matcher.quoteReplacement(match.group(2));
            }
            String name = variable(match.group(1));
            found.put(name, match.group(1));
            return Matcher.quoteReplacement("{{" + name + "}}");
        });
    }

    /** {@code text} with the defaults of those references that have one; the others stay. */
    static String withDefaults(String text) {
        return REFERENCE
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(2) == null ? match.group() : match.group(2)));
    }

    /** {@code text} with the values of those references that {@code known} has; the others stay. */
    static String withValues(String text, Map<String, String> known) {
        return REFERENCE
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(known.getOrDefault(match.group(1), match.group())));
    }

    /** {@code text} with its users' placeholders as files of that format have them. */
    static String written(String text, FileFormat format) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(format.reference(match.group(1))));
    }

    /** Whether {@code text} refers to a variable of an environment. */
    static boolean has(String text) {
        return text.contains("${");
    }

    private static String variable(String name) {
        if (IDENTIFIER.matcher(name).matches()) {
            return name;
        }
        String plain = name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        return IDENTIFIER.matcher(plain).matches() ? plain : "VALUE_" + plain;
    }
}
