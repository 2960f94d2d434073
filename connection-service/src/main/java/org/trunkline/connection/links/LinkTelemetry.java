package org.trunkline.connection.links;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.trunkline.server.Transport;

/**
 * What operators see of MCP requests, in metrics and traces, by OpenTelemetry's semantic conventions for MCP clients
 * (status Development, 2026). Links with the same kind of peer share it. No tool's name is in metrics: users' servers
 * make them up.
 */
@ApplicationScoped
class LinkTelemetry {

    private static final int MOST_SERVERS = 200;
    private static final String OTHER = "_OTHER";

    private final MeterRegistry registry;
    private final Tracer tracer;
    private final Set<String> servers = ConcurrentHashMap.newKeySet();
    private final Map<Peer, PeerTelemetry> peers = new ConcurrentHashMap<>();

    /** @param version of the protocol; empty before it is agreed on */
    record Peer(String server, Transport transport, String version) {}

    /** @param off whether there are no traces */
    LinkTelemetry(
            MeterRegistry registry,
            OpenTelemetry traces,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean off) {
        this.registry = registry;
        this.tracer = off ? null : traces.getTracer("org.trunkline");
    }

    /**
     * That of a link.
     *
     * @param initialized null when it is not
     */
    PeerTelemetry of(Purpose purpose, Transport transport, InitializeResult initialized) {
        String version = initialized == null ? "" : initialized.protocolVersion();
        return peers.computeIfAbsent(
                new Peer(server(purpose.meter()), transport, version),
                peer -> new PeerTelemetry(registry, tracer, peer));
    }

    /** An operator who declares very many servers sees the first of them by name. */
    private String server(String name) {
        return servers.contains(name) || servers.size() < MOST_SERVERS && servers.add(name) ? name : OTHER;
    }
}
