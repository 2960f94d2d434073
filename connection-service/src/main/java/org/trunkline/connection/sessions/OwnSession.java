package org.trunkline.connection.sessions;

import java.time.Instant;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A session that is a user's own.
 *
 * @param session the label
 * @param since when it came into its state
 * @param lastUse when its last call ended; null when none has
 * @param inFlight how many calls are under way
 */
@RegisterForReflection
public record OwnSession(
        String server,
        String session,
        ConnectionState state,
        Reason reason,
        Instant since,
        Instant lastUse,
        int inFlight) {

    static OwnSession of(PeerSession session) {
        SessionStatus status = session.status();
        return new OwnSession(
                session.server(),
                session.label(),
                status.state(),
                status.reason(),
                status.since(),
                status.lastUse(),
                session.inFlight());
    }
}
