package org.trunkline.connection.links;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

/**
 * A server's tools as one session lists them. What is known counts until the server says that they have changed. Then,
 * if somebody watches, they are listed again: a little later, so that any number of announcements costs one listing,
 * and ever later while announcements do not cease or listing fails.
 */
final class Tools {

    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final int DOUBLINGS = 7;

    private final Supplier<Uni<Offer>> asking;
    private final AtomicReference<Known> known = new AtomicReference<>();
    private final AtomicBoolean working = new AtomicBoolean();
    private volatile boolean changed;
    private volatile boolean ended;
    private volatile ListingWatch watch;

    private record Known(Uni<Listing> listing, long askedAt) {

        boolean isYoungerThan(Duration age) {
            return System.nanoTime() - askedAt < age.toNanos();
        }
    }

    /** @param asking asks the server for all its tools */
    Tools(Supplier<Uni<Offer>> asking) {
        this.asking = asking;
    }

    /** From now on tells {@code watch}, and nobody else, of each listing. */
    void watch(ListingWatch watch) {
        this.watch = watch;
    }

    /** The tools as they were listed this long ago at most, however many ask at once. */
    Uni<Listing> known(Duration age) {
        Known next = listing();
        Known current = known.updateAndGet(last -> last != null && last.isYoungerThan(age) ? last : next);
        return current.listing().onFailure().invoke(() -> known.compareAndSet(current, null));
    }

    /** The server says that its tools have changed. */
    void change() {
        known.set(null);
        changed = true;
        if (watch != null && !ended && working.compareAndSet(false, true)) {
            work(0);
        }
    }

    /** The session is over. */
    void end() {
        ended = true;
    }

    private Known listing() {
        long now = System.nanoTime();
        Uni<Listing> listing = asking.get()
                .map(offer -> new Listing(offer, now))
                .invoke(this::tell)
                .memoize()
                .indefinitely();
        return new Known(listing, now);
    }

    private void tell(Listing listing) {
        ListingWatch told = watch;
        if (told != null) {
            told.listed(listing);
        }
    }

    private void work(int attempt) {
        Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(SHORTEST.multipliedBy(1L << Math.min(attempt, DOUBLINGS)))
                .chain(this::listChanged)
                .subscribe()
                .with(listed -> listed(attempt), failure -> failed(attempt, failure));
    }

    private Uni<Listing> listChanged() {
        changed = false;
        return ended ? Uni.createFrom().nullItem() : known(Duration.ZERO);
    }

    private void listed(int attempt) {
        if (changed && !ended) {
            work(attempt + 1);
            return;
        }
        working.set(false);
        if (changed) {
            change();
        }
    }

    private void failed(int attempt, Throwable cause) {
        if (ended) {
            return;
        }
        watch.failed(cause);
        work(attempt + 1);
    }
}
