package org.trunkline.connection.links;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import org.trunkline.connection.links.LinkTelemetry.Peer;
import org.trunkline.server.Transport;

/** What operators see of all links with one kind of peer. */
final class PeerTelemetry {

    /** As the conventions have them, in milliseconds. */
    private static final Duration[] BUCKETS = LongStream.of(
                    10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Tracer tracer;
    private final Tags peer;
    private final Map<Method, Timer> succeeded = new EnumMap<>(Method.class);
    private final Map<Failure, Timer> failed = new ConcurrentHashMap<>();
    private final Map<String, Timer> sessions = new ConcurrentHashMap<>();

    private record Failure(Method method, String error) {}

    /** @param tracer null: there are no traces */
    PeerTelemetry(MeterRegistry registry, Tracer tracer, Peer peer) {
        this.registry = registry;
        this.tracer = tracer;
        this.peer = Tags.of(
                "network.transport", peer.transport() == Transport.STDIO ? "pipe" : "tcp",
                "network.protocol.name", protocol(peer.transport()),
                "mcp.protocol.version", peer.version(),
                "trunkline.server", peer.server());
        for (Method method : Method.values()) {
            succeeded.put(method, operation(method, ""));
        }
    }

    /**
     * A request begins, as part of what the caller's request is.
     *
     * @param server its name
     * @param tool null where it is about none
     */
    Operation begin(Method method, String server, String tool) {
        return new Operation(this, method, tracer == null ? Span.getInvalid() : span(method, server, tool));
    }

    /** A request was answered as it should. */
    void succeeded(Method method, Duration took) {
        succeeded.get(method).record(took);
    }

    /**
     * A request was not.
     *
     * @param error one of few
     */
    void failed(Method method, String error, Duration took) {
        failed.computeIfAbsent(new Failure(method, error), failure -> operation(method, error))
                .record(took);
    }

    /**
     * A link is done.
     *
     * @param error why it ended if it was not closed here; else empty
     */
    void ended(String error, Duration lived) {
        sessions.computeIfAbsent(
                        error,
                        kind -> timer(
                                "mcp.client.session.duration",
                                "How long sessions with MCP servers lasted",
                                Tags.of("error.type", kind)))
                .record(lived);
    }

    private Span span(Method method, String server, String tool) {
        SpanBuilder span = tracer.spanBuilder(tool == null ? method.word() : method.word() + " " + tool)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("mcp.method.name", method.word());
        peer.stream()
                .filter(attribute -> !attribute.getValue().isEmpty())
                .forEach(attribute -> span.setAttribute(attribute.getKey(), attribute.getValue()));
        if (tool != null) {
            span.setAttribute("gen_ai.tool.name", tool).setAttribute("gen_ai.operation.name", "execute_tool");
        }
        return span.setAttribute("trunkline.server", server).startSpan();
    }

    private Timer operation(Method method, String error) {
        return timer(
                "mcp.client.operation.duration",
                "How long requests to MCP servers took",
                Tags.of("mcp.method.name", method.word(), "error.type", error));
    }

    private Timer timer(String name, String description, Tags own) {
        return Timer.builder(name)
                .description(description)
                .tags(peer.and(own))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private static String protocol(Transport transport) {
        return switch (transport) {
            case STDIO -> "";
            case WEBSOCKET -> "websocket";
            case SSE, STREAMABLE_HTTP -> "http";
        };
    }
}
