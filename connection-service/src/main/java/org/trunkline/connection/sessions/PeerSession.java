package org.trunkline.connection.sessions;

import java.util.concurrent.TimeUnit;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A user's own session, as one replica tells it another.
 *
 * @param revision of the server's configuration that it was opened with
 * @param inFlight how many calls are under way
 * @param unusedMillis how long none has been, by the clock of that replica
 */
@RegisterForReflection
record PeerSession(
        String user,
        String server,
        String label,
        String revision,
        SessionStatus status,
        int inFlight,
        long unusedMillis) {

    static PeerSession of(Session session) {
        SessionKey key = session.key();
        return new PeerSession(
                key.user(),
                key.server(),
                key.label(),
                session.revision(),
                session.status(),
                session.inFlight(),
                TimeUnit.NANOSECONDS.toMillis(session.unusedFor()));
    }

    /** That a session's status has changed. */
    static PeerSession of(Session session, SessionStatus changed) {
        SessionKey key = session.key();
        return new PeerSession(key.user(), key.server(), key.label(), session.revision(), changed, 0, 0);
    }

    SessionKey key() {
        return new SessionKey(user, server, label);
    }
}
