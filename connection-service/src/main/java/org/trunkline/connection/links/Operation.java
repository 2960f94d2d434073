package org.trunkline.connection.links;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import org.trunkline.connection.transports.RawMessage;

/** One request to a server, as operators see it. */
final class Operation {

    private final PeerTelemetry peer;
    private final Method method;
    private final Span span;
    private final long begun = System.nanoTime();

    /** @param span one that is not valid where there are no traces */
    Operation(PeerTelemetry peer, Method method, Span span) {
        this.peer = peer;
        this.method = method;
        this.span = span;
    }

    /**
     * What the server is told of the trace: members of {@code _meta}, as W3C Trace Context names them (OpenTelemetry's
     * conventions for MCP, "Context propagation").
     */
    Map<String, String> trace() {
        if (!span.getSpanContext().isValid()) {
            return Map.of();
        }
        Map<String, String> trace = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(Context.root().with(span), trace, Map::put);
        return trace;
    }

    /**
     * It has ended.
     *
     * @param response null when there is none
     * @param failure why there is none; null when there is one, or nobody waits for it any more
     */
    void end(RawMessage response, Throwable failure) {
        end(peer, response == null ? OperationErrors.of(failure) : OperationErrors.of(response));
    }

    /**
     * It has ended.
     *
     * @param as what the server has turned out to be
     * @param error null when it went well
     */
    void end(PeerTelemetry as, String error) {
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        if (error == null) {
            as.succeeded(method, took);
        } else {
            as.failed(method, error, took);
            span.setAttribute("error.type", error).setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}
