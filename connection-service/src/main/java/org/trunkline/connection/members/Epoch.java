package org.trunkline.connection.members;

import java.time.Duration;
import java.util.UUID;

/**
 * One life of this replica as a member. Others leave its sessions to it while they hear of it; it acts only while they
 * must have heard of it, by its own monotonic clock. When that was once not so, the epoch has lapsed for ever: somebody
 * else may own its sessions by now.
 */
final class Epoch {

    private final String id = UUID.randomUUID().toString();
    private final long fence;
    private volatile long heard;
    private volatile boolean lapsed;

    /** @param asked when the attempt to join began that succeeded, as {@link System#nanoTime} */
    Epoch(Duration fence, long asked) {
        this.fence = fence.toNanos();
        this.heard = asked;
    }

    String id() {
        return id;
    }

    /**
     * Whether the sessions of this epoch may be used now. Cheap: to be asked before each use, because the process may
     * have been stopped for any time since the last.
     */
    boolean acting() {
        return !lapsed && silence() < fence;
    }

    /**
     * A sign of life has arrived.
     *
     * @param sent when it was sent, as {@link System#nanoTime}
     */
    void heard(long sent) {
        if (!acting()) {
            lapsed = true;
        } else if (sent - heard > 0) {
            heard = sent;
        }
    }

    /** Somebody else has found that it is over. */
    void lapse() {
        lapsed = true;
    }

    /** Nanoseconds since the last sign of life was sent that arrived. */
    long silence() {
        return System.nanoTime() - heard;
    }
}
