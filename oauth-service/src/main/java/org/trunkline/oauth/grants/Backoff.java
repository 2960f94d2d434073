package org.trunkline.oauth.grants;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses that double, up to a minute, and differ from one another so that not all come back at once. */
final class Backoff {

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 10;

    private Backoff() {}

    /** The pause after so many failures in a row: the doubled one or up to a quarter more. */
    static Duration after(int failures, Duration first) {
        long millis = first.toMillis() << Math.min(Math.max(failures - 1, 0), MOST_DOUBLINGS);
        long bounded = Math.min(millis, LONGEST.toMillis());
        return Duration.ofMillis(bounded + ThreadLocalRandom.current().nextLong(bounded / 4 + 1));
    }
}
