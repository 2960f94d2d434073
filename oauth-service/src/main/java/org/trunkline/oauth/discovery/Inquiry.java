package org.trunkline.oauth.discovery;

import java.util.List;
import java.util.Map;

import org.trunkline.server.OAuthSettings;
import org.trunkline.server.ServerConfig;

/**
 * Asks who authorizes the users of an MCP server.
 *
 * @param url of the MCP server, every placeholder filled in
 * @param settings its {@code oauth} block; null for none
 * @param headers its {@code oauth_headers}, sent with every request
 * @param authenticate the values of {@code WWW-Authenticate} that it refused with; empty: it is asked
 */
public record Inquiry(String url, OAuthSettings settings, Map<String, String> headers, List<String> authenticate) {

    /** About a server that is configured so, and refused with {@code authenticate}. */
    public static Inquiry of(ServerConfig config, List<String> authenticate) {
        Map<String, String> headers = config.oauthHeaders() == null ? Map.of() : config.oauthHeaders();
        return new Inquiry(config.url(), config.oauth(), headers, authenticate);
    }

    /** Whether the configuration says where users consent and where codes are exchanged. */
    boolean hasEndpoints() {
        return settings != null && settings.authorizationUrl() != null && settings.tokenUrl() != null;
    }

    /** The issuer that the configuration chooses; null when it chooses none. */
    String issuer() {
        return settings == null ? null : settings.issuer();
    }

    @Override
    public String toString() {
        return "Inquiry[" + url + "]";
    }
}
