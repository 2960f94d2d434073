package org.trunkline.oauth.grants;

import java.time.Instant;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.token.RefreshToken;

/** The state of a grant after new tokens came. What the answer leaves out stays as it was (RFC 6749 section 6). */
final class Renewed {

    private Renewed() {}

    /** The generation after {@code sent}; {@code sent} itself stays as it is but for what is not kept. */
    static StoredGrant from(StoredGrant sent, AccessTokenResponse tokens, GrantSeals seals, boolean refused) {
        StoredGrant next = new StoredGrant();
        next.id = sent.id;
        next.user = sent.user;
        next.server = sent.server;
        next.issuer = sent.issuer;
        next.scope = sent.scope;
        next.since = sent.since;
        next.dpopKey = sent.dpopKey;
        next.refreshToken = sent.refreshToken;
        next.generation = sent.generation + 1;
        RefreshToken newer = tokens.getTokens().getRefreshToken();
        next.rotates = Boolean.TRUE.equals(sent.rotates)
                || newer != null && !newer.getValue().equals(seals.open(sent, "refreshToken", sent.refreshToken));
        next.refusedAt = refused ? Instant.now() : null;
        put(next, tokens, seals);
        return next;
    }

    /** Fills in what an answer brought. */
    static void put(StoredGrant grant, AccessTokenResponse tokens, GrantSeals seals) {
        Instant now = Instant.now();
        grant.accessToken = seals.seal(
                grant, "accessToken", tokens.getTokens().getAccessToken().getValue());
        grant.issuedAt = now;
        grant.expiresAt = TokenExpiry.of(tokens, now);
        if (tokens.getTokens().getDPoPAccessToken() == null) {
            grant.dpopKey = null;
        }
        if (tokens.getTokens().getRefreshToken() != null) {
            grant.refreshToken = seals.seal(
                    grant, "refreshToken", tokens.getTokens().getRefreshToken().getValue());
        }
        Scope scope = tokens.getTokens().getAccessToken().getScope();
        if (scope != null && !scope.isEmpty()) {
            grant.scope = scope.toString();
        }
    }
}
