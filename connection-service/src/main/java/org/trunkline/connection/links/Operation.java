package org.trunkline.connection.links;

import java.time.Duration;

import org.trunkline.connection.transports.RawMessage;

/** One request to a server, as operators see it. */
final class Operation {

    private final PeerMeters meters;
    private final Method method;
    private final long begun = System.nanoTime();

    Operation(PeerMeters meters, Method method) {
        this.meters = meters;
        this.method = method;
    }

    /**
     * It has ended.
     *
     * @param response null when there is none
     * @param failure why there is none; null when there is one, or nobody waits for it any more
     */
    void end(RawMessage response, Throwable failure) {
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        String error = response == null ? OperationErrors.of(failure) : OperationErrors.of(response);
        if (error == null) {
            meters.succeeded(method, took);
        } else {
            meters.failed(method, error, took);
        }
    }
}
