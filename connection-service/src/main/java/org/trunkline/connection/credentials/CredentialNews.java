package org.trunkline.connection.credentials;

import org.trunkline.credential.CredentialChange;

/**
 * A CDI event: a user's credential for a server changed.
 *
 * @param change null: any may have changed, because oauth-service was not heard for a while
 */
public record CredentialNews(CredentialChange change) {

    /** Whether it is about a user's credential for a server. */
    boolean concerns(String user, String server) {
        return change == null || change.user().equals(user) && change.server().equals(server);
    }
}
