package org.trunkline.oauth.grants;

import java.net.URI;
import java.util.List;
import java.util.Map;

import org.trunkline.oauth.clients.Client;

/**
 * Where a grant comes from: all that it takes to refresh and revoke it without asking anybody. Holds secrets:
 * {@link #toString()} shows none.
 *
 * @param serverUrl of the MCP server, every placeholder filled in; the grant is not used at another
 * @param issuer of the authorization server
 * @param revocationEndpoint RFC 7009; null: the grant cannot be revoked
 * @param revocationAuthenticationMethods that the revocation endpoint takes; null: those of the token endpoint
 * @param client that the grant was issued to
 * @param resource RFC 8707; null: not sent
 * @param audience null: none
 * @param forwardAudience whether the audience is sent on refresh too
 * @param requestedScope separated by blanks; null: none
 * @param headers sent on token and revocation requests: the server's {@code oauth_headers}
 * @param dpopKey the private JWK, as JSON, that the tokens are bound to (RFC 9449); null for bearer tokens
 */
public record GrantOrigin(
        String serverUrl,
        String issuer,
        URI tokenEndpoint,
        URI revocationEndpoint,
        List<String> revocationAuthenticationMethods,
        Client client,
        String resource,
        String audience,
        boolean forwardAudience,
        String requestedScope,
        Map<String, String> headers,
        String dpopKey) {

    public GrantOrigin {
        headers = headers == null ? Map.of() : Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return "GrantOrigin[" + issuer + ", " + tokenEndpoint + ", " + client + "]";
    }
}
