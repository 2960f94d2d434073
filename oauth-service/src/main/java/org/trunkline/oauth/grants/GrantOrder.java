package org.trunkline.oauth.grants;

import java.time.Duration;
import java.util.Optional;

import org.trunkline.server.ResolvedServer;

/**
 * Asks for a user's tokens for a server. Holds secrets: {@link #toString()} shows none.
 *
 * @param user the user's id
 * @param server as it is configured now, every placeholder filled in: a grant for what it was before is not used
 * @param userToken the user's own token, which some servers' grants are exchanged for; null when there is none
 */
public record GrantOrder(String user, ResolvedServer server, String userToken) {

    /** How long the server's configuration lets a call wait while tokens are refreshed, if it says so. */
    Optional<Duration> patience() {
        return Optional.ofNullable(server.config().oauthRefreshWaitTimeout()).map(Duration::ofMillis);
    }

    @Override
    public String toString() {
        return "GrantOrder[" + user + ", " + server.name() + "]";
    }
}
