package org.trunkline.registry.servers;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The entity tags that a request names in {@code If-Match} or {@code If-None-Match} (RFC 9110, sections 8.8.3 and
 * 13.1). A header that cannot be read names none: nothing is written on a misunderstanding.
 *
 * @param given whether the request has the header at all
 * @param tags with their quotes and, if weak, the prefix; or {@code *}
 */
record EntityTags(boolean given, List<String> tags) {

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"[^\"]*\"|\\*");
    private static final String ANY = "*";

    /** @param lines the header's values; none when it is absent */
    static EntityTags of(List<String> lines) {
        List<String> tags = lines.stream()
                .flatMap(line -> TAG.matcher(line).results())
                .map(MatchResult::group)
                .toList();
        return new EntityTags(!lines.isEmpty(), tags);
    }

    /** Whether {@code If-Match} lets a write of what now has {@code tag} pass: without the header every write does. */
    boolean allow(String tag) {
        return !given || tags.contains(ANY) || tags.contains(tag);
    }

    /** Whether who asks with {@code If-None-Match} already has what now has the strong {@code tag}. */
    boolean have(String tag) {
        return tags.contains(ANY) || tags.contains(tag) || tags.contains("W/" + tag);
    }
}
