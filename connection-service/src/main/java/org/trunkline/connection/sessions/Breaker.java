package org.trunkline.connection.sessions;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Keeps attempts away from a server that fails. Closed, it lets all through and counts failures by their kind; open, it
 * lets none through for a while; then, half open, one at a time, whose end decides. What is counted are failures only,
 * never attempts: a healthy server may be connected as often as anybody likes.
 */
final class Breaker {

    private static final Duration WHILE_PROBED = Duration.ofSeconds(1);

    private final ConnectConfig config;
    private final Map<Reason, Count> counts = new EnumMap<>(Reason.class);
    private boolean open;
    private Reason cause;
    private long openUntil;
    private boolean probing;
    private long probingSince;

    private record Count(int failures, long last) {}

    Breaker(ConnectConfig config) {
        this.config = config;
    }

    /**
     * How long nothing is tried after so many failures in a row.
     *
     * @return zero while there are too few
     */
    static Duration pause(int failures, ConnectConfig config) {
        int doublings = failures - config.failures();
        if (doublings < 0) {
            return Duration.ZERO;
        }
        Duration pause = config.pause().multipliedBy(1L << Math.min(doublings, 30));
        return pause.compareTo(config.longestPause()) < 0 ? pause : config.longestPause();
    }

    /** How long to wait before an attempt makes sense; zero when one may be made now. */
    synchronized Duration left(long now) {
        if (!open) {
            return Duration.ZERO;
        }
        Duration left = Duration.ofNanos(openUntil - now);
        return left.isPositive() ? left : isProbed(now) ? WHILE_PROBED : Duration.ZERO;
    }

    /** An attempt begins, after {@link #left} said that it may. */
    synchronized void begin(long now) {
        probing = open;
        probingSince = now;
    }

    /** A probe that never ends does not keep all others away for ever. */
    private boolean isProbed(long now) {
        return probing && now - probingSince < config.longestPause().toNanos();
    }

    /** Why it is open; null when it is not. */
    synchronized Reason cause() {
        return open ? cause : null;
    }

    /** The server has answered. */
    synchronized void succeeded() {
        open = false;
        probing = false;
        counts.clear();
    }

    /** An attempt failed in a way that says something of the server. */
    synchronized void failed(Reason kind, long now) {
        if (open && !probing) {
            return;
        }
        Count before = counts.get(kind);
        boolean inRow =
                before != null && (open || now - before.last() < config.window().toNanos());
        Count count = new Count(inRow ? before.failures() + 1 : open ? config.failures() : 1, now);
        counts.put(kind, count);
        Duration pause = pause(count.failures(), config);
        probing = false;
        if (!pause.isZero()) {
            open(kind, now, pause);
        }
    }

    /** The server says that it does not want to be asked for a while. */
    synchronized void holdOff(Duration wanted, long now) {
        probing = false;
        open(Reason.HTTP_ERROR, now, wanted.compareTo(config.longestPause()) < 0 ? wanted : config.longestPause());
    }

    /** An attempt ended without saying anything of the server. */
    synchronized void abandoned() {
        probing = false;
    }

    private void open(Reason kind, long now, Duration pause) {
        open = true;
        cause = kind;
        openUntil = now + pause.toNanos();
    }
}
