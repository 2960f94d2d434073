package org.trunkline.connection.links;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import org.trunkline.server.Transport;

/**
 * What operators see of MCP requests, by OpenTelemetry's semantic conventions for MCP clients (status Development,
 * 2026). Links with the same kind of peer share the meters. No tool's name is in them: users' servers make them up.
 */
@ApplicationScoped
class LinkMeters {

    private static final int MOST_SERVERS = 200;
    private static final String OTHER = "_OTHER";

    private final MeterRegistry registry;
    private final Set<String> servers = ConcurrentHashMap.newKeySet();
    private final Map<Peer, PeerMeters> peers = new ConcurrentHashMap<>();

    /** @param version of the protocol; empty before it is agreed on */
    record Peer(String server, Transport transport, String version) {}

    LinkMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * The meters of a link.
     *
     * @param initialized null when it is not
     */
    PeerMeters of(Purpose purpose, Transport transport, InitializeResult initialized) {
        String version = initialized == null ? "" : initialized.protocolVersion();
        return peers.computeIfAbsent(
                new Peer(server(purpose.meter()), transport, version), peer -> new PeerMeters(registry, peer));
    }

    /** An operator who declares very many servers sees the first of them by name. */
    private String server(String name) {
        return servers.contains(name) || servers.size() < MOST_SERVERS && servers.add(name) ? name : OTHER;
    }
}
