package org.trunkline.connection.transports;

import java.util.concurrent.TimeUnit;

/** Spreads what many want to do at once: so many begin in a second. */
final class Pace {

    private final long interval;
    private long next = System.nanoTime();

    /** @param rate in a second */
    Pace(int rate) {
        this.interval = TimeUnit.SECONDS.toNanos(1) / rate;
    }

    /** How many milliseconds to wait; whoever asks next is given a later moment. */
    synchronized long waitMs() {
        long now = System.nanoTime();
        next = Math.max(next, now);
        long wait = next - now;
        next += interval;
        return TimeUnit.NANOSECONDS.toMillis(wait);
    }
}
