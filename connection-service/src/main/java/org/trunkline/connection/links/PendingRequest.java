package org.trunkline.connection.links;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.trunkline.connection.transports.LinkTransport;
import org.trunkline.connection.transports.RawMessage;

/**
 * A request beside the SDK's client, until it is answered, takes too long, or nobody waits for it any more. Progress
 * that the server reports gives it its time once more, up to a bound.
 */
final class PendingRequest {

    private final Vertx vertx;
    private final LinkTransport transport;
    private final long id;
    private final long patience;
    private final long end;
    private volatile long deadline;
    private volatile long timer;
    private final Operation operation;
    private volatile String abandoned;
    private volatile AsyncResult<RawMessage> answer;

    /**
     * @param patience how long the server may take; zero: as long as it likes
     * @param longest how long it may take at most, whatever progress it reports
     */
    PendingRequest(
            Vertx vertx, LinkTransport transport, long id, Duration patience, Duration longest, Operation operation) {
        this.vertx = vertx;
        this.transport = transport;
        this.id = id;
        this.operation = operation;
        this.patience = patience.toNanos();
        this.end = System.nanoTime() + Math.max(longest.toNanos(), this.patience);
        progressed();
    }

    /** Sends the request; the response, or a failure: {@link TimeoutException} when it took too long. */
    Uni<RawMessage> send(Buffer message) {
        return Uni.createFrom().emitter(emitter -> {
            emitter.onTermination(this::settle);
            abandoned = "the caller is gone";
            if (patience > 0) {
                watch(emitter);
            }
            transport.request(id, message, this::progressed).onComplete(response -> {
                abandoned = null;
                answer = response;
                if (response.succeeded()) {
                    emitter.complete(response.result());
                } else {
                    emitter.fail(response.cause());
                }
            });
        });
    }

    private void progressed() {
        long now = System.nanoTime();
        deadline = end - now < patience ? end : now + patience;
    }

    private void watch(UniEmitter<? super RawMessage> emitter) {
        long left = Math.max(1, Math.ceilDiv(deadline - System.nanoTime(), 1_000_000));
        timer = vertx.setTimer(left, fired -> {
            if (deadline - System.nanoTime() > 0) {
                watch(emitter);
            } else {
                abandoned = "no answer in time";
                answer = Future.failedFuture(new TimeoutException());
                emitter.fail(answer.cause());
            }
        });
    }

    /** A request that nobody waits for any more is cancelled at the server too. */
    private void settle() {
        vertx.cancelTimer(timer);
        operation.end(answer == null ? null : answer.result(), answer == null ? null : answer.cause());
        if (abandoned == null) {
            transport.forget(id);
        } else {
            transport.abandon(id, abandoned);
        }
    }
}
