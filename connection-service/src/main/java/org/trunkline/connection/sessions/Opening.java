package org.trunkline.connection.sessions;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import org.trunkline.connection.links.Link;

/** The one attempt to open a session's link: begun by whoever waits for it first, and cancelled with the session. */
final class Opening {

    private final Uni<Link> attempt;
    private final Predicate<Link> opened;
    private final Consumer<Throwable> failed;
    private final CompletableFuture<Link> result = new CompletableFuture<>();
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile Cancellable running;
    private volatile boolean cancelled;

    /**
     * @param attempt opens the link; subscribed to once
     * @param opened is told the link before anybody gets it; says whether the session wants it
     * @param failed is told why there is none
     */
    Opening(Uni<Link> attempt, Predicate<Link> opened, Consumer<Throwable> failed) {
        this.attempt = attempt;
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
        begun.set(true);
        cancelled = true;
        result.completeExceptionally(why);
        if (running != null) {
            running.cancel();
        }
    }

    private void begin() {
        if (begun.compareAndSet(false, true)) {
            running = attempt.subscribe().with(this::complete, this::fail);
            if (cancelled) {
                running.cancel();
            }
        }
    }

    private void complete(Link link) {
        if (opened.test(link)) {
            result.complete(link);
        } else {
            link.close().subscribe().with(ignored -> {});
        }
    }

    private void fail(Throwable cause) {
        failed.accept(cause);
        result.completeExceptionally(cause);
    }
}
