package org.trunkline.connection.transports;

import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;

/**
 * Notices that a stream has brought nothing for too long. The HTTP client's own idle timeout ends with the head of the
 * answer. Used on the stream's event loop only.
 */
final class Silence {

    private final Vertx vertx;
    private final long allowed;
    private final Runnable over;
    private long heard = System.nanoTime();
    private long timer;

    /**
     * Begins to watch.
     *
     * @param allowed milliseconds
     * @param over runs once, when they have passed without a word
     */
    Silence(Vertx vertx, long allowed, Runnable over) {
        this.vertx = vertx;
        this.allowed = allowed;
        this.over = over;
        watch(allowed);
    }

    /** Something came. */
    void heard() {
        heard = System.nanoTime();
    }

    /** The stream has ended. */
    void end() {
        vertx.cancelTimer(timer);
    }

    private void watch(long milliseconds) {
        timer = vertx.setTimer(milliseconds, passed -> {
            long left = allowed - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - heard);
            if (left > 0) {
                watch(left);
            } else {
                over.run();
            }
        });
    }
}
