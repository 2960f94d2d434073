package org.trunkline.connection.sessions;

import java.time.Instant;
import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How a session is.
 *
 * @param reason why it is in that state
 * @param message the reason in words; for state ERROR, what failed
 * @param since when it came into that state; null when there never was one
 * @param lastUse when its last call ended; null when none has
 * @param degraded what is wrong with a session that is connected; null when nothing is
 * @param quarantined which tools its server listed that may not be used for now; null when there are none
 * @param retryAfter milliseconds before which no attempt to open it is made; null when one may be made now
 * @param stderr what the server's process wrote last on its standard error, for those only who may edit the server;
 *     null when it wrote nothing, or there is no process
 */
@RegisterForReflection
public record SessionStatus(
        ConnectionState state,
        Reason reason,
        String message,
        Instant since,
        Instant lastUse,
        Degradation degraded,
        Quarantine quarantined,
        Long retryAfter,
        List<String> stderr) {

    /** No session, and none remembered. */
    public static final SessionStatus NONE = of(ConnectionState.DISCONNECTED, Reason.UNUSED, Reason.UNUSED.words());

    /**
     * What is wrong with a session although it is connected.
     *
     * @param message the reason in words
     */
    @RegisterForReflection
    public record Degradation(Reason reason, String message, Instant since) {}

    /** A status of which no more is known than the state; {@code since} is null. */
    public static SessionStatus of(ConnectionState state, Reason reason, String message) {
        return new SessionStatus(state, reason, message, null, null, null, null, null, null);
    }

    /** Of a session that is of another configuration of the server than the current one: there is none for this one. */
    static SessionStatus outdated() {
        Reason reason = Reason.CONFIGURATION_CHANGED;
        return of(ConnectionState.DISCONNECTED, reason, reason.words());
    }

    /** Whether the session is open, or being opened. */
    boolean lives() {
        return state == ConnectionState.CONNECTED || state == ConnectionState.CONNECTING;
    }

    /** It goes into another state now. What its server listed stays as it was listed. */
    SessionStatus enter(ConnectionState next, Reason why, String words) {
        return new SessionStatus(next, why, words, Instant.now(), null, null, quarantined, null, null);
    }

    SessionStatus usedAt(Instant moment) {
        return new SessionStatus(state, reason, message, since, moment, degraded, quarantined, retryAfter, stderr);
    }

    SessionStatus retriedAfter(long milliseconds) {
        return new SessionStatus(state, reason, message, since, lastUse, degraded, quarantined, milliseconds, stderr);
    }

    SessionStatus degradedBy(Degradation degradation) {
        return new SessionStatus(state, reason, message, since, lastUse, degradation, quarantined, retryAfter, stderr);
    }

    SessionStatus quarantining(Quarantine quarantine) {
        return new SessionStatus(state, reason, message, since, lastUse, degraded, quarantine, retryAfter, stderr);
    }

    SessionStatus saying(List<String> lines) {
        return new SessionStatus(
                state,
                reason,
                message,
                since,
                lastUse,
                degraded,
                quarantined,
                retryAfter,
                lines.isEmpty() ? null : lines);
    }

    /** The same for who may not edit the server. */
    public SessionStatus discreet() {
        return saying(List.of());
    }
}
