package org.trunkline.connection.sessions;

import java.time.Instant;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How a session is.
 *
 * @param reason why it is in that state
 * @param message the reason in words; for state ERROR, what failed
 * @param since when it came into that state; null when there never was one
 * @param lastUse when its last call ended; null when none has
 * @param degraded what is wrong with a session that is connected; null when nothing is
 * @param retryAfter milliseconds before which no attempt to open it is made; null when one may be made now
 */
@RegisterForReflection
public record SessionStatus(
        ConnectionState state,
        Reason reason,
        String message,
        Instant since,
        Instant lastUse,
        Degradation degraded,
        Long retryAfter) {

    /** No session, and none remembered. */
    public static final SessionStatus NONE = new SessionStatus(
            ConnectionState.DISCONNECTED, Reason.UNUSED, Reason.UNUSED.words(), null, null, null, null);

    /**
     * What is wrong with a session although it is connected.
     *
     * @param message the reason in words
     */
    @RegisterForReflection
    public record Degradation(Reason reason, String message, Instant since) {}

    /** It went into a state just now. */
    static SessionStatus now(ConnectionState state, Reason reason, String message) {
        return new SessionStatus(state, reason, message, Instant.now(), null, null, null);
    }

    /** Of a session that is of another configuration of the server than the current one: there is none for this one. */
    static SessionStatus outdated() {
        Reason reason = Reason.CONFIGURATION_CHANGED;
        return new SessionStatus(ConnectionState.DISCONNECTED, reason, reason.words(), null, null, null, null);
    }

    /** Whether the session is open, or being opened. */
    boolean lives() {
        return state == ConnectionState.CONNECTED || state == ConnectionState.CONNECTING;
    }

    SessionStatus usedAt(Instant moment) {
        return new SessionStatus(state, reason, message, since, moment, degraded, retryAfter);
    }

    SessionStatus retriedAfter(long milliseconds) {
        return new SessionStatus(state, reason, message, since, lastUse, degraded, milliseconds);
    }

    SessionStatus degradedBy(Degradation degradation) {
        return new SessionStatus(state, reason, message, since, lastUse, degradation, retryAfter);
    }
}
