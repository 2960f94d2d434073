package org.trunkline.oauth.grants;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.MongoException;
import org.jboss.logging.Logger;

/**
 * One refresh of a grant at a time, in all replicas. A holder gives signs of life by counting up the lease's number; a
 * lease ends for an observer who sees the same number for {@link GrantsConfig#lease}, by the observer's own monotonic
 * clock: replicas' wall clocks need not agree.
 */
@ApplicationScoped
class RefreshLease {

    private static final Logger LOG = Logger.getLogger(RefreshLease.class);
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(120);

    private final GrantStore store;
    private final Duration time;

    RefreshLease(GrantStore store, GrantsConfig config) {
        this.store = store;
        this.time = config.lease();
    }

    /** What became of the wish to refresh a generation. */
    sealed interface Outcome {

        /** It is ours to refresh, with that state. */
        record Won(StoredGrant grant, String holder) implements Outcome {}

        /** It was refreshed, replaced or (empty) removed meanwhile. */
        record Overtaken(Optional<StoredGrant> current) implements Outcome {}

        /** Others refresh it and are not done. */
        record Busy() implements Outcome {}
    }

    /**
     * Waits until a generation is ours to refresh or is no more.
     *
     * @param patience how long; zero: one try
     * @throws MongoException when the database does not answer
     */
    Outcome acquire(StoredGrant seen, Duration patience) {
        String holder = UUID.randomUUID().toString();
        Watch watch = new Watch();
        long start = System.nanoTime();
        do {
            Optional<StoredGrant> current = store.find(seen.id);
            if (current.isEmpty() || current.get().generation != seen.generation) {
                return new Outcome.Overtaken(current);
            }
            boolean free = current.get().leaseHolder == null;
            if (free || watch.hasEnded(current.get().leaseNumber)) {
                Optional<StoredGrant> won = claim(current.get(), holder);
                if (won.isPresent()) {
                    return new Outcome.Won(won.get(), holder);
                }
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE, LONGEST_PAUSE));
        } while (System.nanoTime() - start < patience.toNanos());
        return new Outcome.Busy();
    }

    /**
     * A claim whose answer was long in coming gave no sign of life meanwhile: others may hold the lease by now, or have
     * refreshed already.
     */
    private Optional<StoredGrant> claim(StoredGrant seen, String holder) {
        long asked = System.nanoTime();
        Optional<StoredGrant> claimed = store.claim(seen, holder);
        boolean late = System.nanoTime() - asked > time.toNanos() / 2;
        return claimed.filter(grant -> !late || store.renew(grant.id, holder));
    }

    /** Gives signs of life until it is closed. */
    Renewal keep(Outcome.Won won) {
        return new Renewal(won);
    }

    /**
     * How long the same number has been seen. Looks that are far apart prove nothing: when the database stands still
     * for the observer, the holder cannot write a sign of life either.
     */
    private final class Watch {

        private long number = -1;
        private long since;
        private long last;

        boolean hasEnded(long seen) {
            long now = System.nanoTime();
            if (seen != number || now - last > time.toNanos() / 2) {
                number = seen;
                since = now;
            }
            last = now;
            return now - since >= time.toNanos();
        }
    }

    /**
     * The signs of life of one holder. They have a thread of the system: a virtual one waits behind all others that are
     * ready to run when the service is overloaded, and a lease that ends meanwhile is refreshed by two.
     */
    final class Renewal implements AutoCloseable {

        private final Thread beat;
        private volatile boolean closed;

        private Renewal(Outcome.Won won) {
            beat = Thread.ofPlatform().daemon().name("refresh-lease").start(() -> beat(won));
        }

        private void beat(Outcome.Won won) {
            LockSupport.parkNanos(time.toNanos() / 4);
            while (!closed) {
                try {
                    store.renew(won.grant().id, won.holder());
                } catch (MongoException | IllegalStateException e) { // the latter: the client is closed
                    LOG.debugf("a sign of life was not written: %s", e.getMessage());
                }
                LockSupport.parkNanos(time.toNanos() / 4);
            }
        }

        @Override
        public void close() {
            closed = true;
            LockSupport.unpark(beat);
        }
    }
}
