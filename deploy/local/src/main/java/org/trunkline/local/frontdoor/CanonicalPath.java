package org.trunkline.local.frontdoor;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The segments of a request's path, if the path is written in its one normal form (RFC 3986, 6.2.2). Another spelling
 * is no path at all here: a service that reads it differently from the front door could be made to answer for a path
 * that is not routed.
 */
final class CanonicalPath {

    /** An empty segment that is not the last, parameters ({@code ;}), what RFC 3986 wants encoded. */
    private static final Pattern ODD =
            Pattern.compile("[^/A-Za-z0-9._~!$&'()*+,=:@%-]|%(?![0-9A-F]{2})|//", Pattern.CASE_INSENSITIVE);

    /** Encoded: what need not be, a separator, a control character, or a percent sign that hides an encoding. */
    private static final Pattern TRICK = Pattern.compile(
            "%(4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A]|3[0-9]|2[DE]|5F|7E|2F|5C|3B|[01][0-9A-F]|7F|25[0-9A-F]{2})",
            Pattern.CASE_INSENSITIVE);

    /** The names of the official MCP registry's API, of two parts, have their slash encoded; it hides no segment. */
    private static final Pattern CATALOGUE_NAME = Pattern.compile(
            "^(/v0\\.1/servers/[A-Za-z0-9.-]+)%2F(?=[A-Za-z0-9._-]+/versions(?:/|$))", Pattern.CASE_INSENSITIVE);

    private static final Pattern DOTS = Pattern.compile("(^|/)\\.{1,2}(/|$)");

    private CanonicalPath() {}

    /** The encoded segments of {@code path}; a slash at the end makes no difference. Empty if it is not normal. */
    static Optional<List<String>> segments(String path) {
        if (path == null || !path.startsWith("/")) {
            return Optional.empty();
        }
        String plain = CATALOGUE_NAME.matcher(path).replaceFirst("$1/");
        boolean normal = !ODD.matcher(plain).find()
                && !TRICK.matcher(plain).find()
                && !DOTS.matcher(plain).find();
        return normal ? Optional.of(split(plain)) : Optional.empty();
    }

    /** The segments of a path or pattern that begins with a slash. */
    static List<String> split(String path) {
        String inner = path.substring(1, path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length());
        return inner.isEmpty() ? List.of() : List.of(inner.split("/"));
    }
}
