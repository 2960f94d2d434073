package org.trunkline.connection.links;

import java.time.Duration;

/**
 * What a server answered when it was asked for its tools.
 *
 * @param askedAt when it was asked, by {@link System#nanoTime()}
 */
public record Listing(Offer offer, long askedAt) {

    /** How long ago the server was asked. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - askedAt);
    }

    /** Whether the server was asked later than for another listing. */
    public boolean isAfter(Listing other) {
        return askedAt - other.askedAt > 0;
    }
}
