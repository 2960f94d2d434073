package org.trunkline.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a URL leads, read once, as browsers and Node read it (WHATWG): what is judged and what is dialled both come
 * from here, so that no second reader of the URL can see another host in it.
 */
public final class Target {

    private static final Pattern URL = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):(.*)", Pattern.DOTALL);
    private static final Pattern PARTS = Pattern.compile("[/\\\\]*([^/\\\\?#]*)([^#]*).*", Pattern.DOTALL);
    private static final Pattern HOST_PORT = Pattern.compile("(\\[[^]]*]|[^:\\[\\]]+)(?::([0-9]{0,5}))?");
    private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443, "ws", 80, "wss", 443);
    private static final int HIGHEST_PORT = 65_535;

    private final String scheme;
    private final Host host;
    private final int port;
    private final String path;
    private final String origin;

    private Target(String scheme, Host host, int port, String path) {
        this.scheme = scheme;
        this.host = host;
        this.port = port;
        this.path = path;
        this.origin = scheme + "://" + host.inUrl() + (port == PORTS.get(scheme) ? "" : ":" + port);
    }

    /** The target of an absolute http, https, ws or wss URL; empty when {@code url} is none. */
    public static Optional<Target> parse(String url) {
        Matcher whole = URL.matcher(stripped(url));
        if (!whole.matches() || !PORTS.containsKey(whole.group(1).toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        Matcher parts = PARTS.matcher(whole.group(2));
        parts.matches();
        String authority = parts.group(1);
        Matcher hostPort = HOST_PORT.matcher(authority.substring(authority.lastIndexOf('@') + 1));
        if (!hostPort.matches()) {
            return Optional.empty();
        }
        String scheme = whole.group(1).toLowerCase(Locale.ROOT);
        int port = port(hostPort.group(2), scheme);
        return Host.parse(hostPort.group(1))
                .filter(host -> port <= HIGHEST_PORT)
                .map(host -> new Target(scheme, host, port, encoded(parts.group(2))));
    }

    /** Where a reference in an answer of this target leads (RFC 3986 section 5); empty when it can't be dialled. */
    public Optional<Target> resolve(String reference) {
        try {
            return parse(URI.create(origin() + path).resolve(reference).toString());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether {@code url} is absolute, but of a scheme that Trunkline never dials. */
    static boolean otherScheme(String url) {
        Matcher whole = URL.matcher(stripped(url));
        return whole.matches() && !PORTS.containsKey(whole.group(1).toLowerCase(Locale.ROOT));
    }

    /** In lower case. */
    public String scheme() {
        return scheme;
    }

    /** Whether the connection is encrypted. */
    public boolean secure() {
        return scheme.equals("https") || scheme.equals("wss");
    }

    /** The host's name or address as it stands in a Host header and, for a name, in TLS. */
    public String hostName() {
        return host.inUrl();
    }

    /** The address, when the URL names one instead of a name. */
    public Optional<InetAddress> address() {
        return host.toInetAddress();
    }

    /** The port, the scheme's own when the URL names none. */
    public int port() {
        return port;
    }

    /** Path and query as they are sent; what may not stand in a request line is percent-encoded. */
    public String path() {
        return path;
    }

    /** Scheme, host and port (RFC 6454); neither user information nor path, which may be secret. */
    public String origin() {
        return origin;
    }

    Host host() {
        return host;
    }

    @Override
    public String toString() {
        return origin();
    }

    private static String stripped(String url) {
        return url.replaceAll("^[\\x00-\\x20]+|[\\x00-\\x20]+$", "").replaceAll("[\\t\\n\\r]", "");
    }

    private static int port(String given, String scheme) {
        return given == null || given.isEmpty() ? PORTS.get(scheme) : Integer.parseInt(given);
    }

    private static String encoded(String path) {
        StringBuilder encoded = new StringBuilder(path.startsWith("/") ? "" : "/");
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = octet > ' ' && octet < 0x7f && "\"<>\\^`{}".indexOf(octet) < 0;
            encoded.append(
                    plain ? (char) octet : "%" + HexFormat.of().withUpperCase().toHexDigits(octet));
        }
        return encoded.toString();
    }
}
