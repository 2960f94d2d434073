package org.trunkline.connection.sessions;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import org.trunkline.connection.links.Link;

/**
 * The one attempt to open a session's link: begun by whoever waits for it first, and cancelled with the session. When
 * it has ended nothing of it is kept: it has the request with it that it was begun for.
 */
final class Opening {

    private final AtomicReference<Uni<Link>> attempt;
    private final Predicate<Link> opened;
    private final Consumer<Throwable> failed;
    private final CompletableFuture<Link> result = new CompletableFuture<>();
    private volatile Cancellable running;
    private volatile boolean cancelled;

    /**
     * @param attempt opens the link; subscribed to once
     * @param opened is told the link before anybody gets it; says whether the session wants it
     * @param failed is told why there is none
     */
    Opening(Uni<Link> attempt, Predicate<Link> opened, Consumer<Throwable> failed) {
        this.attempt = new AtomicReference<>(attempt);
        this.opened = opened;
        this.failed = failed;
    }

    /** The link, when it is open. */
    Uni<Link> link() {
        begin();
        return Uni.createFrom().completionStage(() -> result.copy());
    }

    /** Completes when the attempt has ended, however that was; never fails. */
    Uni<Void> settled() {
        begin();
        return Uni.createFrom()
                .completionStage(() -> result.handle((link, failure) -> null))
                .replaceWithVoid();
    }

    /** Ends the attempt, unless it has ended; who waits for it is told {@code why}. */
    void cancel(Throwable why) {
        attempt.set(null);
        cancelled = true;
        result.completeExceptionally(why);
        cancel(running);
    }

    private void begin() {
        Uni<Link> first = attempt.getAndSet(null);
        if (first == null) {
            return;
        }
        Cancellable begun = first.subscribe().with(this::complete, this::fail);
        running = begun;
        if (cancelled) {
            cancel(begun);
        }
        if (result.isDone()) {
            running = null;
        }
    }

    private static void cancel(Cancellable attempt) {
        if (attempt != null) {
            attempt.cancel();
        }
    }

    private void complete(Link link) {
        if (opened.test(link)) {
            result.complete(link);
            running = null;
        } else {
            link.close().subscribe().with(ignored -> {});
        }
    }

    private void fail(Throwable cause) {
        failed.accept(cause);
        result.completeExceptionally(cause);
    }
}
