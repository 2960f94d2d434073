package org.trunkline.placeholder;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with placeholders {@code ${NAME}} and <code>{{NAME}}</code>. It is read once, from left to right: what is
 * inserted is never looked at again, so no value can smuggle in a placeholder.
 */
final class Template {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^{}]+)}|\\{\\{([^{}]+)}}");

    private Template() {}

    /** The text with every placeholder that {@code values} knows replaced; the others stay as they are. */
    static String fill(String text, Values values) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> Matcher.quoteReplacement(replacement(match, values)));
    }

    /** Whether the text has anything in it that looks like a placeholder. */
    static boolean hasPlaceholder(String text) {
        return PLACEHOLDER.matcher(text).find();
    }

    private static String replacement(MatchResult match, Values values) {
        String value = match.group(1) != null ? values.environment(match.group(1)) : values.named(match.group(2));
        return value == null ? match.group() : value;
    }

    /** What placeholders stand for; null means that the placeholder stays. */
    interface Values {
        /** The value of {@code ${name}}. */
        String environment(String name);

        /** The value of <code>{{name}}</code>. */
        String named(String name);
    }
}
