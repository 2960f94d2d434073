package org.trunkline.registry.form;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An absolute URL as browsers and Node read it (WHATWG): unlike {@link java.net.URI} it may hold braces, as
 * placeholders have them, and blanks in the path.
 *
 * @param text without the blanks that surrounded it
 * @param scheme in lower case
 */
public record WebUrl(String text, String scheme) {

    private static final Pattern SHAPE = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):(.*)", Pattern.DOTALL);
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\x00-\\x20\\x7f#/:<>?@\\[\\\\\\]^|%]+)" + "(?::([0-9]{0,5}))?");
    private static final Pattern ADDRESS = Pattern.compile("(?:.*\\.)?[0-9]+\\.?");
    private static final List<String> WITH_HOST = List.of("http", "https", "ws", "wss", "ftp");
    private static final int HIGHEST_PORT = 65_535;

    /** Empty when {@code text} is not an absolute URL. */
    public static Optional<WebUrl> parse(String text) {
        String stripped = text.replaceAll("^[\\x00-\\x20]+|[\\x00-\\x20]+$", "").replaceAll("[\\t\\n\\r]", "");
        Matcher shape = SHAPE.matcher(stripped);
        if (!shape.matches()) {
            return Optional.empty();
        }
        String scheme = shape.group(1).toLowerCase(Locale.ROOT);
        boolean valid = !WITH_HOST.contains(scheme) || hasHost(shape.group(2));
        return valid ? Optional.of(new WebUrl(stripped, scheme)) : Optional.empty();
    }

    /** Whether the query has a parameter of one of these names. */
    public boolean hasParameter(List<String> names) {
        return parameters().anyMatch(parameter -> names.contains(nameOf(parameter)));
    }

    /** The URL without the query parameters of these names. */
    public String without(List<String> names) {
        if (!hasParameter(names)) {
            return text;
        }
        String query = parameters()
                .filter(parameter -> !names.contains(nameOf(parameter)))
                .collect(Collectors.joining("&"));
        int fragment = text.indexOf('#');
        String end = fragment < 0 ? "" : text.substring(fragment);
        return text.substring(0, text.indexOf('?')) + (query.isEmpty() ? "" : "?" + query) + end;
    }

    private Stream<String> parameters() {
        String whole = text.split("#", 2)[0];
        int query = whole.indexOf('?');
        return query < 0
                ? Stream.empty()
                : Arrays.stream(whole.substring(query + 1).split("&"));
    }

    private static String nameOf(String parameter) {
        String name = parameter.split("=", 2)[0];
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    private static boolean hasHost(String afterScheme) {
        String authority = afterScheme
                .replaceFirst("^[/\\\\]*", "")
                .split("[/\\\\?#]", 2)[0]
                .replaceFirst("^.*@", "");
        Matcher host = HOST.matcher(authority);
        if (!host.matches()) {
            return false;
        }
        String port = host.group(2);
        boolean portFits = port == null || port.isEmpty() || Integer.parseInt(port) <= HIGHEST_PORT;
        return portFits && (!ADDRESS.matcher(host.group(1)).matches() || isAddress(host.group(1)));
    }

    /** Whether a host whose last part is a number is an IPv4 address, in the usual form or a shorter one. */
    private static boolean isAddress(String host) {
        String[] parts = host.split("\\.");
        long room = 1L << (8 * (5 - Math.min(parts.length, 4)));
        boolean firstFit = Arrays.stream(parts, 0, parts.length - 1)
                .allMatch(part -> part.matches("[0-9]{1,3}") && Integer.parseInt(part) < 256);
        String last = parts[parts.length - 1];
        return parts.length <= 4 && firstFit && last.length() <= 10 && Long.parseLong(last) < room;
    }
}
