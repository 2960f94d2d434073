package org.trunkline.oauth.grants;

import org.trunkline.server.ResolvedServer;

/**
 * Asks for a user's tokens for a server. Holds secrets: {@link #toString()} shows none.
 *
 * @param user the user's id
 * @param server as it is configured now, every placeholder filled in: a grant for what it was before is not used
 * @param userToken the user's own token, which some servers' grants are exchanged for; null when there is none
 */
public record GrantOrder(String user, ResolvedServer server, String userToken) {

    @Override
    public String toString() {
        return "GrantOrder[" + user + ", " + server.name() + "]";
    }
}
