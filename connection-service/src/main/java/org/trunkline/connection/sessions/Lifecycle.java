package org.trunkline.connection.sessions;

import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import org.trunkline.connection.sessions.SessionStatus.Degradation;

import static org.trunkline.connection.sessions.ConnectionState.CONNECTED;
import static org.trunkline.connection.sessions.ConnectionState.CONNECTING;
import static org.trunkline.connection.sessions.ConnectionState.DISCONNECTED;
import static org.trunkline.connection.sessions.ConnectionState.ERROR;

/**
 * The state machine of one session, and the only place that changes its state. A session goes one way, from connecting
 * over connected to an end that is final; the session after it has a life cycle of its own.
 */
final class Lifecycle {

    private static final Map<ConnectionState, Set<ConnectionState>> NEXT = new EnumMap<>(Map.of(
            CONNECTING, EnumSet.of(CONNECTED, DISCONNECTED, ERROR),
            CONNECTED, EnumSet.of(DISCONNECTED),
            DISCONNECTED, EnumSet.noneOf(ConnectionState.class),
            ERROR, EnumSet.noneOf(ConnectionState.class)));

    private final Consumer<SessionStatus> listener;
    private volatile SessionStatus status;
    private Long comparedAt;

    /**
     * Begins: connecting.
     *
     * @param listener is told each change, in their order
     */
    Lifecycle(Consumer<SessionStatus> listener) {
        this.listener = listener;
        tell(SessionStatus.NONE.enter(CONNECTING, Reason.OPENING, Reason.OPENING.words()));
    }

    SessionStatus status() {
        return status;
    }

    /** Whether the session has not ended. */
    boolean lives() {
        return status.state() == CONNECTING || status.state() == CONNECTED;
    }

    boolean is(ConnectionState state) {
        return status.state() == state;
    }

    /**
     * Changes the state, unless it is past that already.
     *
     * @param message in words; null for the reason's own
     * @param said what the server's process wrote last
     * @return whether it was changed
     */
    synchronized boolean enter(ConnectionState next, Reason reason, String message, List<String> said) {
        if (!NEXT.get(status.state()).contains(next)) {
            return false;
        }
        tell(status.enter(next, reason, message == null ? reason.words() : message)
                .saying(said));
        return true;
    }

    /**
     * Which tools the server has listed that may not be used. What was listed before what is known already says
     * nothing.
     *
     * @param listedAt when they were listed, by {@link System#nanoTime()}
     * @param tools the hashes of the definitions that wait to be accepted, by the tools' names
     * @param whole whether there are no others
     */
    synchronized void quarantine(long listedAt, Map<String, String> tools, boolean whole) {
        if (comparedAt != null && listedAt - comparedAt < 0) {
            return;
        }
        comparedAt = listedAt;
        Quarantine before = status.quarantined();
        boolean same = before == null ? tools.isEmpty() : before.isOf(tools, whole);
        if (!same) {
            Instant since = before == null ? Instant.now() : before.since();
            tell(status.quarantining(tools.isEmpty() ? null : new Quarantine(tools, whole, since)));
        }
    }

    /** Definitions were accepted, by the tools' names. */
    synchronized void accept(Map<String, String> pins) {
        Quarantine before = status.quarantined();
        Quarantine left = before == null ? null : before.without(pins);
        if (!Objects.equals(left, before)) {
            tell(status.quarantining(left));
        }
    }

    /** Something is wrong though the session is connected; while it is, the first reason stands. */
    synchronized void degrade(Reason reason, String message) {
        if (is(CONNECTED) && status.degraded() == null) {
            tell(status.degradedBy(new Degradation(reason, message, Instant.now())));
        }
    }

    /** The server's announcements are not heard, or are again when {@code why} is null; calls go on. */
    synchronized void listening(String why) {
        if (why != null) {
            degrade(Reason.NOT_LISTENING, why);
        } else if (isDeaf()) {
            tell(status.degradedBy(null));
        }
    }

    /**
     * A call went well.
     *
     * @return whether one before did not
     */
    boolean recover() {
        return status.degraded() != null && endDegradation();
    }

    private synchronized boolean endDegradation() {
        boolean failed = status.degraded() != null && !isDeaf();
        if (failed) {
            tell(status.degradedBy(null));
        }
        return failed;
    }

    private boolean isDeaf() {
        return status.degraded() != null && status.degraded().reason() == Reason.NOT_LISTENING;
    }

    private void tell(SessionStatus changed) {
        status = changed;
        listener.accept(changed);
    }
}
