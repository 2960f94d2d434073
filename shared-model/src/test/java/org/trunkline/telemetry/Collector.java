package org.trunkline.telemetry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;

/** Takes traces as an OpenTelemetry collector does, over OTLP with HTTP and protobuf. */
public final class Collector implements AutoCloseable {

    private final HttpServer http;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    /**
     * What was told of a span.
     *
     * @param kind {@code CLIENT}, {@code SERVER} or {@code INTERNAL}
     * @param parent the id of the span that it is part of; empty: none
     */
    public record Span(
            String service,
            String name,
            String kind,
            String trace,
            String id,
            String parent,
            Map<String, String> attributes) {

        /** As W3C Trace Context has it, when it is recorded. */
        public String traceparent() {
            return "00-" + trace + "-" + id + "-01";
        }
    }

    /** One that listens on a free port. */
    public Collector() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/v1/traces", this::take);
        http.start();
    }

    /** The settings of a service that sends its traces here. */
    public Map<String, String> settings() {
        return Map.of(
                "quarkus.otel.sdk.disabled",
                "false",
                "quarkus.otel.exporter.otlp.endpoint",
                "http://127.0.0.1:" + http.getAddress().getPort(),
                "quarkus.otel.exporter.otlp.protocol",
                "http/protobuf",
                "quarkus.otel.bsp.schedule.delay",
                "100ms");
    }

    /** The spans of a trace that have come so far. */
    public List<Span> spans(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    /** All spans that have come so far. */
    public List<Span> spans() {
        return List.copyOf(spans);
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            ExportTraceServiceRequest.parseFrom(exchange.getRequestBody().readAllBytes())
                    .getResourceSpansList()
                    .forEach(told -> told.getScopeSpansList()
                            .forEach(scope ->
                                    scope.getSpansList().forEach(span -> spans.add(span(told.getResource(), span)))));
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static Span span(Resource resource, io.opentelemetry.proto.trace.v1.Span span) {
        return new Span(
                attributes(resource.getAttributesList()).get("service.name"),
                span.getName(),
                span.getKind().name().replace("SPAN_KIND_", ""),
                hex(span.getTraceId()),
                hex(span.getSpanId()),
                hex(span.getParentSpanId()),
                attributes(span.getAttributesList()));
    }

    private static Map<String, String> attributes(List<KeyValue> told) {
        return told.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey,
                        attribute -> attribute.getValue().hasStringValue()
                                ? attribute.getValue().getStringValue()
                                : attribute.getValue().toString().strip()));
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
