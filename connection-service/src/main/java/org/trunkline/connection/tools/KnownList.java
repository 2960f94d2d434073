package org.trunkline.connection.tools;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import org.trunkline.connection.links.Listing;
import org.trunkline.connection.links.ListingWatch;
import org.trunkline.problem.AuthorizationRequired;
import org.trunkline.problem.UpstreamFailure;

/**
 * What is known of one server's tools, for all whom one session serves. The last good list stays when the server fails
 * later, but not when the user has to sign in first: who they are then decides what they may see.
 */
final class KnownList implements ListingWatch {

    static final Known NOTHING = new Known(null, null);

    private final String revision;
    private Known known = NOTHING;
    private Attempt attempt;
    private long attemptedAt;
    private boolean doubted;

    /**
     * What can be told at the moment.
     *
     * @param listing the last good one; null when there is none
     * @param why the server could not be asked since then; null when it could
     */
    record Known(Listing listing, Throwable why) {

        boolean isOlderThan(Duration age) {
            return listing.age().compareTo(age) > 0;
        }
    }

    private record Attempt(Uni<Known> result, long begunAt) {

        Duration left(Duration budget) {
            Duration left = budget.minusNanos(System.nanoTime() - begunAt);
            return left.isPositive() ? left : Duration.ofNanos(1);
        }
    }

    /** @param revision of the server's configuration */
    KnownList(String revision) {
        this.revision = revision;
    }

    boolean isOf(String other) {
        return revision.equals(other);
    }

    /** What can be told; a list that is older than {@code longest} is not told any more. */
    synchronized Known known(Duration longest) {
        if (known.listing() != null && known.isOlderThan(longest)) {
            known = new Known(null, known.why());
        }
        return known;
    }

    /** Whether the server is to be asked although a list is known: it is old, doubted, or the last attempt failed. */
    synchronized boolean isDue(Duration age, Duration pause) {
        return doubted || known.isOlderThan(age) || known.why() != null && !isPaused(pause);
    }

    /** Whether asking again makes no sense yet. */
    synchronized boolean isPaused(Duration pause) {
        return known.why() != null && !isForUser(known.why()) && System.nanoTime() - attemptedAt < pause.toNanos();
    }

    /** The list may be another one by now. */
    synchronized void doubt() {
        doubted = true;
    }

    /** Asks the server, unless that is under way; nobody who stops waiting ends it. */
    Uni<Known> ask(Supplier<Uni<Listing>> asking) {
        return attempt(asking).result();
    }

    /**
     * Asks the server, unless that is under way, and waits for the answer until the attempt is {@code budget} old.
     *
     * @param late what is told then of why there is no answer
     */
    Uni<Known> ask(Supplier<Uni<Listing>> asking, Duration budget, Supplier<Throwable> late) {
        Attempt current = attempt(asking);
        return current.result().ifNoItem().after(current.left(budget)).recoverWithItem(() -> late(late.get()));
    }

    /** Watches for this list, and says so when it becomes another one. */
    ListingWatch telling(Consumer<Listing> changed) {
        return new ListingWatch() {
            @Override
            public void listed(Listing listing) {
                boolean other = isOther(listing);
                KnownList.this.listed(listing);
                if (other) {
                    changed.accept(listing);
                }
            }

            @Override
            public void failed(Throwable cause) {
                KnownList.this.failed(cause);
            }
        };
    }

    private synchronized boolean isOther(Listing listing) {
        return known.listing() != null && !known.listing().offer().equals(listing.offer());
    }

    @Override
    public synchronized void listed(Listing listing) {
        if (known.listing() == null || !known.listing().isAfter(listing)) {
            known = new Known(listing, null);
        }
        doubted = false;
    }

    @Override
    public synchronized void failed(Throwable cause) {
        known = new Known(cause instanceof AuthorizationRequired ? null : known.listing(), cause);
        attemptedAt = System.nanoTime();
    }

    private synchronized Attempt attempt(Supplier<Uni<Listing>> asking) {
        if (attempt == null) {
            Uni<Known> result = Uni.createFrom()
                    .deferred(asking::get)
                    .invoke(this::listed)
                    .onFailure()
                    .invoke(this::failed)
                    .onItemOrFailure()
                    .transform((listing, failure) -> ended())
                    .memoize()
                    .indefinitely();
            attempt = new Attempt(result, System.nanoTime());
        }
        return attempt;
    }

    private synchronized Known late(Throwable why) {
        return new Known(known.listing(), why);
    }

    private synchronized Known ended() {
        attempt = null;
        return known;
    }

    private static boolean isForUser(Throwable why) {
        return why instanceof AuthorizationRequired
                || why instanceof UpstreamFailure failure && failure.isForAuthorization();
    }
}
