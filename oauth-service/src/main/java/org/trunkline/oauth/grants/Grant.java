package org.trunkline.oauth.grants;

import java.time.Instant;
import java.util.Set;

/**
 * A user's tokens for one server. Holds secrets: {@link #toString()} shows none.
 *
 * @param issuer of the authorization server
 * @param dpopKey the private JWK, as JSON, that the access token is bound to (RFC 9449); null for a bearer token
 * @param scope what was granted, as far as the authorization server said so, else what was asked for
 * @param expiresAt when the access token ends; null when that is not known
 * @param generation grows whenever the tokens change, over a new sign-in too; never 0
 * @param since when the user signed in
 */
public record Grant(
        String user,
        String server,
        String issuer,
        String accessToken,
        String dpopKey,
        Set<String> scope,
        Instant expiresAt,
        long generation,
        Instant since) {

    @Override
    public String toString() {
        return "Grant[" + user + ", " + server + ", " + issuer + ", generation=" + generation + "]";
    }
}
