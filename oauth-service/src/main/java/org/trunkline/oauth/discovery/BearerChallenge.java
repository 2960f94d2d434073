package org.trunkline.oauth.discovery;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an MCP server says when it wants a token: the Bearer challenge of {@code WWW-Authenticate} (RFC 6750 section 3,
 * RFC 9728 section 5.1), wherever in the header it stands, else the DPoP one (RFC 9449 section 7.1). Every text may be
 * null.
 *
 * @param resourceMetadata the URL of the server's protected resource metadata
 * @param scope what the refused request takes, separated by blanks
 * @param error for instance {@code insufficient_scope}
 * @param dpop whether a bearer token would not do: it has to be bound to a key
 */
public record BearerChallenge(String resourceMetadata, String scope, String error, boolean dpop) {

    private static final Pattern BEARER = scheme("bearer");
    private static final Pattern DPOP = scheme("dpop");
    private static final Pattern PARAMETER = Pattern.compile(
            "\\G[\\s,]*([a-z_][a-z0-9_-]*)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,\"]+))",
            Pattern.CASE_INSENSITIVE);

    /** The first such challenge of these header values; empty when there is none. */
    public static Optional<BearerChallenge> of(List<String> authenticate) {
        return first(authenticate, BEARER).or(() -> first(authenticate, DPOP));
    }

    private static Optional<BearerChallenge> first(List<String> authenticate, Pattern scheme) {
        return authenticate.stream()
                .flatMap(value -> in(value, scheme).stream())
                .findFirst();
    }

    private static Optional<BearerChallenge> in(String value, Pattern scheme) {
        Matcher found = scheme.matcher(value);
        if (!found.find()) {
            return Optional.empty();
        }
        Map<String, String> parameters = parameters(value.substring(found.end()));
        return Optional.of(new BearerChallenge(
                parameters.get("resource_metadata"),
                parameters.get("scope"),
                parameters.get("error"),
                scheme.equals(DPOP)));
    }

    private static Pattern scheme(String name) {
        return Pattern.compile("(?:^|[\\s,])" + name + "(?=$|[\\s,])", Pattern.CASE_INSENSITIVE);
    }

    /** Up to the next scheme, which no equals sign follows. */
    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new TreeMap<>();
        Matcher parameter = PARAMETER.matcher(text);
        while (parameter.find()) {
            String value = parameter.group(2) == null
                    ? parameter.group(3)
                    : parameter.group(2).replaceAll("\\\\(.)", "$1");
            parameters.putIfAbsent(parameter.group(1).toLowerCase(Locale.ROOT), value);
        }
        return parameters;
    }
}
