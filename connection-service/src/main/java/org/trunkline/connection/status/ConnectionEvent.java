package org.trunkline.connection.status;

import java.time.Instant;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.trunkline.connection.sessions.ConnectionState;
import org.trunkline.connection.sessions.Reason;
import org.trunkline.connection.sessions.SessionStatus.Degradation;
import org.trunkline.connection.sessions.StateChange;

/**
 * A change of a session's state, as its user is told it.
 *
 * @param session the label
 * @param shared whether the session serves all users
 * @param message the reason in words
 * @param degraded what is wrong with a session that is connected; null when nothing is
 * @param quarantined which of the server's tools may not be used for now; null when there are none
 */
@RegisterForReflection
record ConnectionEvent(
        String server,
        String session,
        boolean shared,
        ConnectionState state,
        Reason reason,
        String message,
        Instant since,
        Degradation degraded,
        QuarantinedTools quarantined) {

    static ConnectionEvent of(StateChange change) {
        return new ConnectionEvent(
                change.key().server(),
                change.key().label(),
                change.key().shared(),
                change.status().state(),
                change.status().reason(),
                change.status().message(),
                change.status().since(),
                change.status().degraded(),
                QuarantinedTools.of(change.status().quarantined()));
    }
}
