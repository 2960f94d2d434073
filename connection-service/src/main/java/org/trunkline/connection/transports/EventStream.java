package org.trunkline.connection.transports;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import org.trunkline.connection.transports.TransportException.Kind;

/** Reads an HTTP answer that is an event stream. */
final class EventStream {

    private static final long GRACE_MS = 1_000;

    private EventStream() {}

    /**
     * Completes when the stream has ended; fails with a {@link TransportException} when it breaks off, falls silent for
     * longer than allowed, or is not what it should be. Must be called on the event loop that got the answer, before
     * anything else is awaited.
     *
     * @param silence milliseconds without anything after which the stream counts as broken; 0: any
     * @param events takes type and data of each event; what it throws ends the stream
     * @param answered whether the stream has brought what it was opened for: then the server has a moment to end it, so
     *     that the connection can be used again, before it is ended here
     */
    static Future<Void> read(
            HttpClientResponse response,
            TransportConfig config,
            StreamPosition position,
            long silence,
            BiConsumer<String, Buffer> events,
            BooleanSupplier answered) {
        Promise<Void> done = Promise.promise();
        Handler<Throwable> abort = abort(response, done);
        ServerSentEvents parser = new ServerSentEvents(config, position, events, abort);
        response.exceptionHandler(abort);
        response.endHandler(end -> done.tryComplete());
        AtomicBoolean ending = new AtomicBoolean();
        Runnable heard = watch(silence, done, abort);
        response.handler(chunk -> {
            heard.run();
            try {
                parser.handle(chunk);
            } catch (TransportException e) {
                abort.handle(e);
            }
            if (answered.getAsBoolean() && !ending.getAndSet(true)) {
                endSoon(done, abort);
            }
        });
        return done.future();
    }

    /** What is to run whenever something comes. */
    private static Runnable watch(long allowed, Promise<Void> done, Handler<Throwable> abort) {
        if (allowed == 0) {
            return () -> {};
        }
        Silence silence = new Silence(
                Vertx.currentContext().owner(), allowed, () -> abort.handle(new TimeoutException("no event came")));
        done.future().onComplete(ended -> silence.end());
        return silence::heard;
    }

    private static void endSoon(Promise<Void> done, Handler<Throwable> abort) {
        Vertx vertx = Vertx.currentContext().owner();
        long end = vertx.setTimer(
                GRACE_MS,
                over -> abort.handle(new TransportException(Kind.PROTOCOL, "the stream went on after the answer")));
        done.future().onComplete(ended -> vertx.cancelTimer(end));
    }

    /** Fails {@code done} once and gives the connection up. */
    static Handler<Throwable> abort(HttpClientResponse response, Promise<?> done) {
        return cause -> {
            if (done.tryFail(failure(cause))) {
                response.request().reset();
            }
        };
    }

    private static TransportException failure(Throwable cause) {
        return switch (cause) {
            case TransportException ours -> ours;
            case TimeoutException silent ->
                new TransportException(Kind.UNREACHABLE, "the event stream was silent for too long", silent);
            default -> new TransportException(Kind.UNREACHABLE, "the answer broke off", cause);
        };
    }
}
