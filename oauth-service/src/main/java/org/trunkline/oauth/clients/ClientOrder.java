package org.trunkline.oauth.clients;

import java.util.Map;

import org.trunkline.oauth.discovery.AuthorizationServer;
import org.trunkline.server.ResolvedServer;

/**
 * Asks for what Trunkline is to an authorization server.
 *
 * @param server the MCP server whose users shall consent
 * @param scope what may be asked for, separated by blanks; null: nothing in particular
 */
public record ClientOrder(ResolvedServer server, AuthorizationServer authorizationServer, String scope) {

    /** The headers that go with each request to the authorization server. */
    Map<String, String> headers() {
        Map<String, String> headers = server.config().oauthHeaders();
        return headers == null ? Map.of() : headers;
    }

    /** How the configuration wants the client to prove itself; null when it does not say. */
    String exchangeMethod() {
        return server.config().oauth() == null ? null : server.config().oauth().tokenExchangeMethod();
    }

    @Override
    public String toString() {
        return "ClientOrder[" + server.name() + ", " + authorizationServer.name() + "]";
    }
}
