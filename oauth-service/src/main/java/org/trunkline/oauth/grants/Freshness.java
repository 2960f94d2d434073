package org.trunkline.oauth.grants;

import java.time.Duration;
import java.time.Instant;

import org.trunkline.oauth.grants.GrantState.Expired;
import org.trunkline.oauth.grants.GrantState.Failing;

/** How far the life of an access token is. */
final class Freshness {

    private Freshness() {}

    /** It has ended, or the MCP server refused it. */
    static boolean isOver(StoredGrant grant) {
        return grant.accessToken == null
                || grant.expiresAt != null && !Instant.now().isBefore(grant.expiresAt);
    }

    /** It ends within {@code margin}, or within the last quarter of its life if that is shorter. */
    static boolean isEnding(StoredGrant grant, Duration margin) {
        if (grant.expiresAt == null) {
            return false;
        }
        Duration quarter = Duration.between(grant.issuedAt, grant.expiresAt).dividedBy(4);
        Duration before = quarter.compareTo(margin) < 0 ? quarter : margin;
        return Instant.now().isAfter(grant.expiresAt.minus(before));
    }

    /** Whether a refresh may be tried now. */
    static boolean mayRefresh(StoredGrant grant) {
        return grant.refreshToken != null && pause(grant).isZero();
    }

    /** Why there is no token to use. */
    static GrantState whyNot(StoredGrant grant) {
        if (grant.ended != null) {
            return new Expired(grant.ended);
        }
        if (grant.refreshToken == null) {
            return new Expired("The sign-in has ended");
        }
        return new Failing(grant.trouble == null ? "The tokens are being refreshed" : grant.trouble, pause(grant));
    }

    private static Duration pause(StoredGrant grant) {
        Duration left = grant.retryAt == null ? Duration.ZERO : Duration.between(Instant.now(), grant.retryAt);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
