package org.trunkline.connection.transports;

import java.util.Objects;
import java.util.function.BiFunction;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.trunkline.connection.transports.TransportException.Kind;

/**
 * Waits for the answer to a request whose event stream ended before it: reads on from where the stream ended, as the
 * server lets us by giving its events ids (MCP 2025-11-25, "Resumability and Redelivery").
 */
final class EventResumption {

    private static final int MOST_TRIES = 3;

    private final Vertx vertx;
    private final Inbox inbox;
    private final BiFunction<Object, StreamPosition, Future<Void>> reader;

    /** @param reader reads on from a position for a request, until the stream ends */
    EventResumption(Vertx vertx, Inbox inbox, BiFunction<Object, StreamPosition, Future<Void>> reader) {
        this.vertx = vertx;
        this.inbox = inbox;
        this.reader = reader;
    }

    /**
     * Completes when the request is answered, or nobody waits for its answer any more; fails when it can't be answered.
     *
     * @param ended why the stream ended; null when the server ended it in order
     */
    Future<Void> complete(Object id, StreamPosition position, Throwable ended) {
        return complete(id, position, ended, MOST_TRIES);
    }

    private Future<Void> complete(Object id, StreamPosition position, Throwable ended, int triesLeft) {
        if (!inbox.isAwaited(id)) {
            return Future.succeededFuture();
        }
        boolean broken = ended instanceof TransportException failure && failure.kind() == Kind.UNREACHABLE;
        if (position.lastEventId() == null || triesLeft == 0 || ended != null && !broken) {
            return Future.failedFuture(
                    ended == null ? new TransportException(Kind.PROTOCOL, "the answer ended too early") : ended);
        }
        String before = position.lastEventId();
        return vertx.timer(position.retryMs())
                .compose(rested -> reader.apply(id, position))
                .transform(again -> complete(
                        id,
                        position,
                        again.cause(),
                        Objects.equals(before, position.lastEventId()) ? triesLeft - 1 : MOST_TRIES));
    }
}
