package org.trunkline.oauth.events;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import org.jboss.logging.Logger;
import org.trunkline.credential.CredentialChange;

/**
 * Tells listeners of this replica what changed, on whichever replica it happened: while there are listeners, one thread
 * follows the log.
 */
@ApplicationScoped
public class ChangeFeed {

    private static final Logger LOG = Logger.getLogger(ChangeFeed.class);

    private final ChangeLog log;
    private final EventsConfig config;
    private final Set<Consumer<ChangeEntry>> listeners = ConcurrentHashMap.newKeySet();
    private final Semaphore written = new Semaphore(0);
    private boolean following;
    private long position;

    ChangeFeed(ChangeLog log, EventsConfig config) {
        this.log = log;
        this.config = config;
    }

    /** Tells everyone who listens, on every replica. */
    public void publish(CredentialChange change) {
        log.append(change);
        written.release();
    }

    /**
     * Adds a listener, which is called for each entry in their order, by one thread at a time.
     *
     * @param after the last position that the listener knows; null when it knows none
     * @param reset called with the position to go on from, when the listener cannot be told all that it missed
     */
    synchronized void listen(Long after, Consumer<ChangeEntry> listener, LongConsumer reset) {
        if (!following) {
            position = log.newest();
        }
        if (after != null && log.reaches(after)) {
            replay(after, listener);
        } else {
            reset.accept(position);
        }
        listeners.add(listener);
        if (!following) {
            following = true;
            Thread.ofVirtual().name("credential-changes").start(this::follow);
        }
    }

    void forget(Consumer<ChangeEntry> listener) {
        listeners.remove(listener);
    }

    void stop(@Observes ShutdownEvent shutdown) {
        listeners.clear();
    }

    @Scheduled(every = "1m")
    void sweep() {
        log.sweep(Instant.now().minus(config.retention()));
    }

    private void replay(long after, Consumer<ChangeEntry> listener) {
        long known = after;
        while (known < position) {
            for (ChangeEntry missed : log.after(known)) {
                known = missed.position;
                if (known <= position) {
                    listener.accept(missed);
                }
            }
        }
    }

    private void follow() {
        while (stillFollowing()) {
            try {
                written.tryAcquire(config.every().toMillis(), TimeUnit.MILLISECONDS);
                written.drainPermits();
                catchUp();
            } catch (RuntimeException e) {
                LOG.warnf("the changes of credentials cannot be followed now: %s", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private synchronized boolean stillFollowing() {
        following = !listeners.isEmpty();
        return following;
    }

    private synchronized void catchUp() {
        for (ChangeEntry entry : log.after(position)) {
            position = entry.position;
            listeners.forEach(listener -> listener.accept(entry));
        }
    }
}
