package org.trunkline.oauth.grants;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

/** Work that is done once for all who ask for it at the same time. It goes on when they leave. */
final class SingleFlight<T> {

    private static final Logger LOG = Logger.getLogger(SingleFlight.class);

    private final Map<String, CompletableFuture<T>> flights = new ConcurrentHashMap<>();

    /** The work that is under way for {@code key}, else {@code work}, begun on a thread of its own. */
    CompletableFuture<T> join(String key, Supplier<T> work) {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<T> flying = flights.putIfAbsent(key, mine);
        if (flying != null) {
            return flying;
        }
        Thread.startVirtualThread(() -> run(key, work, mine));
        return mine;
    }

    /** Waits for all work that is under way, but not longer than {@code most}. */
    void land(Duration most) {
        try {
            CompletableFuture.allOf(flights.values().toArray(CompletableFuture[]::new))
                    .get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("work under way did not end well: %s", e.getMessage());
        }
    }

    /** Whoever comes after the end begins anew, so the flight is taken off before its end is told. */
    private void run(String key, Supplier<T> work, CompletableFuture<T> mine) {
        try {
            T result = work.get();
            flights.remove(key, mine);
            mine.complete(result);
        } catch (Throwable e) {
            flights.remove(key, mine);
            mine.completeExceptionally(e);
        }
    }
}
