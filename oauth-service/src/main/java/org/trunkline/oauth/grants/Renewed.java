package org.trunkline.oauth.grants;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.token.RefreshToken;

/** The state of a grant after new tokens came. What the answer leaves out stays as it was (RFC 6749 section 6). */
final class Renewed {

    private Renewed() {}

    /**
     * The generation after {@code sent}.
     *
     * @param asked when the tokens were asked for
     * @param refused whether they were, because the MCP server refused those before
     */
    static StoredGrant from(
            StoredGrant sent, AccessTokenResponse tokens, Instant asked, GrantSeals seals, boolean refused) {
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
        put(next, tokens, asked, seals);
        return next;
    }

    /** Fills in what an answer brought; its tokens live from before it was given. */
    static void put(StoredGrant grant, AccessTokenResponse tokens, Instant asked, GrantSeals seals) {
        Instant now = asked.truncatedTo(ChronoUnit.MILLIS);
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
