package org.trunkline.connection.sessions;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A user's own session, as one replica tells it another.
 *
 * @param revision of the server's configuration that it was opened with
 * @param inFlight how many calls are under way
 */
@RegisterForReflection
record PeerSession(String user, String server, String label, String revision, SessionStatus status, int inFlight) {

    static PeerSession of(Session session) {
        SessionKey key = session.key();
        return new PeerSession(
                key.user(), key.server(), key.label(), session.revision(), session.status(), session.inFlight());
    }

    /** That a session's status has changed. */
    static PeerSession of(Session session, SessionStatus changed) {
        SessionKey key = session.key();
        return new PeerSession(key.user(), key.server(), key.label(), session.revision(), changed, 0);
    }

    SessionKey key() {
        return new SessionKey(user, server, label);
    }
}
