package org.trunkline.connection.transports;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.trunkline.connection.transports.TransportException.Kind;

/**
 * Keeps a stream open on which the server announces changes by itself: opened in the background, taken up again when it
 * ends, and given up when the server offers none.
 */
final class Listening {

    private static final int OPEN = 200;
    private static final long FIRST_DELAY_MS = 1_000;
    private static final long LONGEST_DELAY_MS = 30_000;
    private static final long JITTER_MS = 1_000;
    private static final long STEADY_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Vertx vertx;
    private final Pace pace;
    private final Function<StreamPosition, Future<Void>> stream;
    private final StreamPosition position = new StreamPosition();
    private volatile Consumer<String> watch = why -> {};
    private boolean begun;
    private volatile boolean ended;

    /**
     * @param pace at which the streams of many sessions are taken up again
     * @param stream reads the stream from a position until it ends
     */
    Listening(Vertx vertx, Pace pace, Function<StreamPosition, Future<Void>> stream) {
        this.vertx = vertx;
        this.pace = pace;
        this.stream = stream;
    }

    /** Tells from now on why the stream is not there, or null when it is there again. */
    void watch(Consumer<String> told) {
        watch = told;
    }

    /** A stream was answered from a position: if it is this one, it is open. */
    void answered(StreamPosition from, int status) {
        if (from == position && status == OPEN) {
            watch.accept(null);
        }
    }

    synchronized void begin() {
        if (!begun) {
            begun = true;
            open(0);
        }
    }

    void end() {
        ended = true;
    }

    private void open(int failures) {
        if (ended) {
            return;
        }
        long start = System.nanoTime();
        String before = position.lastEventId();
        stream.apply(position).onComplete(result -> {
            boolean useful = System.nanoTime() - start > STEADY_NANOS
                    || position.lastEventId() != null && !position.lastEventId().equals(before);
            if (!isRefused(result.cause())) {
                reopen(useful ? 0 : failures + 1);
            }
        });
    }

    private void reopen(int failures) {
        if (failures > 0) {
            watch.accept("the stream on which the server announces changes is not open");
        }
        long backoff = failures == 0 ? 0 : Math.min(FIRST_DELAY_MS << Math.min(failures - 1, 5), LONGEST_DELAY_MS);
        long jitter = ThreadLocalRandom.current().nextLong(JITTER_MS);
        vertx.timer(Math.max(backoff, position.retryMs()) + jitter).onSuccess(rested -> openInTurn(failures));
    }

    private void openInTurn(int failures) {
        long wait = pace.waitMs();
        if (wait == 0) {
            open(failures);
        } else {
            vertx.timer(wait).onSuccess(come -> open(failures));
        }
    }

    /** No stream is offered, or the session is gone; a credential may be there the next time. */
    private static boolean isRefused(Throwable cause) {
        return cause instanceof TransportException failure
                && (failure.kind() == Kind.SESSION_LOST
                        || failure.kind() == Kind.HTTP_ERROR && failure.status() >= 400 && failure.status() < 500);
    }
}
