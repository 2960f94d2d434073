package org.trunkline.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;

/**
 * Gives what Quarkus measures of HTTP requests the names, attributes and buckets of OpenTelemetry's semantic
 * conventions ("HTTP metrics", 1.40). What callers make up, paths and methods, is no attribute.
 */
@Singleton
public class HttpMeters implements MeterFilter {

    private static final String DURATION = "http.server.request.duration";
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");
    private static final Set<String> NO_ROUTE = Set.of("NOT_FOUND", "UNKNOWN");
    private static final int MOST_ROUTES = 200;

    /** Of the connections, which Kubernetes measures as well. */
    private static final Set<String> LEFT_OUT = Set.of(
            "http.server.connections",
            "http.server.active.connections",
            "http.server.errors",
            "http.server.bytes.read",
            "http.server.bytes.written");

    private static final double[] BUCKETS = Stream.of(
                    5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000)
            .mapToDouble(milliseconds -> Duration.ofMillis(milliseconds).toNanos())
            .toArray();

    private final MeterFilter routes =
            MeterFilter.maximumAllowableTags(DURATION, HttpRoutes.ROUTE, MOST_ROUTES, MeterFilter.deny());

    @Override
    public Meter.Id map(Meter.Id id) {
        return switch (id.getName()) {
            case "http.server.requests" -> id.withName(DURATION).replaceTags(attributes(id));
            case "http.server.active.requests" -> id.withName("http.server.active_requests");
            default -> id;
        };
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return LEFT_OUT.contains(id.getName()) ? MeterFilterReply.DENY : routes.accept(id);
    }

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        return id.getName().equals(DURATION)
                ? DistributionStatisticConfig.builder()
                        .serviceLevelObjectives(BUCKETS)
                        .build()
                        .merge(config)
                : config;
    }

    private static List<Tag> attributes(Meter.Id id) {
        String method = id.getTag("method");
        String status = id.getTag("status");
        boolean answered = status != null && status.length() == 3;
        return List.of(
                Tag.of("http.request.method", METHODS.contains(method) ? method : "_OTHER"),
                Tag.of(HttpRoutes.ROUTE, route(id)),
                Tag.of("http.response.status_code", answered ? status : ""),
                Tag.of("error.type", !answered ? "reset" : status.startsWith("5") ? status : ""));
    }

    /** {@link HttpRoutes} is asked about answered requests only. */
    private static String route(Meter.Id id) {
        String answered = id.getTag(HttpRoutes.ROUTE);
        String reset = id.getTag("uri");
        return answered != null ? answered : NO_ROUTE.contains(reset) ? "" : reset;
    }
}
