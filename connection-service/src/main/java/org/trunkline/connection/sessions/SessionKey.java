package org.trunkline.connection.sessions;

import org.trunkline.identity.Caller;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.SessionScope;

/**
 * What a session belongs to.
 *
 * @param user a user's id, or {@link #SHARED}
 * @param server the server's name
 * @param label tells apart sessions that one user has with one server
 */
record SessionKey(String user, String server, String label) {

    /** In place of a user's id: one session serves everyone. No user has this id: an id is never empty. */
    static final String SHARED = "";

    private static final String DEFAULT_LABEL = "default";

    /**
     * The key of the session that serves this caller: shared if nothing in the server's configuration is the user's
     * own.
     */
    static SessionKey of(Caller caller, ResolvedServer server) {
        SessionScope scope = SessionScope.of(server.config(), server.source());
        boolean shared = scope.shared() && !scope.oauth();
        return new SessionKey(shared ? SHARED : caller.id(), server.name(), DEFAULT_LABEL);
    }

    /** Whether the session is a user's own with a server. */
    boolean belongsTo(String someone, String name) {
        return user.equals(someone) && server.equals(name);
    }

    boolean shared() {
        return user.equals(SHARED);
    }
}
