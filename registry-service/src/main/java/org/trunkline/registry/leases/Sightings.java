package org.trunkline.registry.leases;

import java.time.Duration;
import java.util.Objects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * For how long this replica has seen the same at a place, by its own monotonic clock. What another replica holds, and
 * gives up or changes when it is done, is over when it was seen unchanged for long enough: no clocks have to agree.
 *
 * @param <P> what identifies a place
 */
public final class Sightings<P> {

    private static final int MOST = 10_000;

    /** Who does not look for this long begins anew. */
    private static final Duration MEMORY = Duration.ofHours(1);

    private final Cache<P, Seen> seen =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(MEMORY).build();

    private record Seen(Object what, long since) {}

    /**
     * Looks once more.
     *
     * @return whether {@code what} was seen there before, so long ago or longer, and nothing else since
     */
    public boolean lasts(P place, Object what, Duration time) {
        long now = System.nanoTime();
        Seen current = seen.asMap()
                .compute(
                        place,
                        (same, before) -> new Seen(
                                what, before != null && Objects.equals(before.what(), what) ? before.since() : now));
        return now - current.since() >= time.toNanos();
    }
}
