package org.trunkline.oauth.discovery;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

import org.trunkline.outbound.Target;

/**
 * The URL of an MCP server or an issuer, as metadata is found by it: {@code ws} counts as {@code http}, and neither
 * query nor fragment count.
 *
 * @param origin scheme, host and port, without a default port
 * @param path without a slash at its end; empty at the root
 */
record ServerUrl(String origin, String path) {

    private static final String RESOURCE = "/.well-known/oauth-protected-resource";
    private static final String OAUTH = "/.well-known/oauth-authorization-server";
    private static final String OPENID = "/.well-known/openid-configuration";

    /** @throws IllegalArgumentException when {@code url} is no http, https, ws or wss URL */
    static ServerUrl of(String url) {
        Target target = Target.parse(url).orElseThrow(() -> new IllegalArgumentException("not an HTTP URL: " + url));
        String path = target.path().replaceFirst("\\?.*", "").replaceFirst("/+$", "");
        return new ServerUrl(target.origin().replaceFirst("^ws", "http"), path);
    }

    @Override
    public String toString() {
        return origin + path;
    }

    /** Where protected resource metadata may be (RFC 9728 section 3.1; the second: MCP 2025-11-25, "Authorization"). */
    List<URI> resourceMetadata() {
        return Stream.of(origin + RESOURCE + path, origin + RESOURCE)
                .distinct()
                .map(URI::create)
                .toList();
    }

    /**
     * Where the metadata of the issuer with this URL may be, in the order of MCP 2025-11-25, "Authorization Server
     * Metadata Discovery": RFC 8414 section 3.1, then OpenID Connect with the path inserted, then appended.
     */
    List<URI> issuerMetadata() {
        return Stream.of(origin + OAUTH + path, origin + OPENID + path, origin + path + OPENID)
                .distinct()
                .map(URI::create)
                .toList();
    }

    /** Whether this is the URL of something above {@code other} or of {@code other} itself. */
    boolean contains(ServerUrl other) {
        return origin.equals(other.origin) && (path.equals(other.path) || other.path.startsWith(path + "/"));
    }
}
