package org.trunkline.registry.servers;

import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.trunkline.problem.InvalidRequest;

/**
 * Which servers a caller wants listed.
 *
 * @param limit how many at most
 * @param after where the page before ended; null for the first
 * @param search what the name, title or description contains, in whatever case; null for all
 */
public record ServerQuery(int limit, ServerCursor after, String search) {

    private static final int DEFAULT_LIMIT = 20;
    private static final int HIGHEST_LIMIT = 100;
    private static final int LONGEST_SEARCH = 200;

    /**
     * Reads the parameters of a request, each null when absent.
     *
     * @throws InvalidRequest naming the one that cannot be read
     */
    public static ServerQuery of(String limit, ServerCursor after, String search) {
        if (search != null && search.length() > LONGEST_SEARCH) {
            throw InvalidRequest.field("search", "At most " + LONGEST_SEARCH + " characters can be sought");
        }
        return new ServerQuery(limit(limit), after, search == null || search.isBlank() ? null : search.strip());
    }

    /** What is left of it after that place. */
    ServerQuery from(ServerCursor place) {
        return new ServerQuery(limit, place, search);
    }

    /** Finds {@link #search}. */
    Pattern pattern() {
        return Pattern.compile(Pattern.quote(search), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** Whether {@code server} has what is sought. */
    boolean finds(VisibleServer server) {
        return search == null
                || Stream.of(
                                server.name(),
                                server.config().title(),
                                server.config().description())
                        .anyMatch(
                                text -> text != null && pattern().matcher(text).find());
    }

    /** Whether {@code server} has what is sought, and is on this page or a later one. */
    boolean admits(VisibleServer server) {
        return finds(server) && (after == null || after.isBefore(server));
    }

    private static int limit(String text) {
        try {
            return text == null ? DEFAULT_LIMIT : Math.clamp(Long.parseLong(text.strip()), 1, HIGHEST_LIMIT);
        } catch (NumberFormatException e) {
            throw InvalidRequest.field("limit", "Expected a whole number");
        }
    }
}
