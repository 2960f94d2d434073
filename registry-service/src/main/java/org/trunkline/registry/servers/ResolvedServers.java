package org.trunkline.registry.servers;

import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.trunkline.registry.pins.Pins;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.ServerConfig;

/** Makes what the other services are told of a server: everything that connecting to it needs, secrets in clear. */
@ApplicationScoped
class ResolvedServers {

    private static final Logger LOG = Logger.getLogger(ResolvedServers.class);

    private final StoredConfigs configs;
    private final Pins pins;

    ResolvedServers(StoredConfigs configs, Pins pins) {
        this.configs = configs;
        this.pins = pins;
    }

    /** {@link #ifItOpens(VisibleServer, Map)} with what is pinned now. */
    Optional<ResolvedServer> ifItOpens(VisibleServer server) {
        return ifItOpens(server, pinned(server));
    }

    /**
     * One server whose secrets do not open must not take the others away.
     *
     * @param pinned as {@link #pinned} says
     */
    Optional<ResolvedServer> ifItOpens(VisibleServer server, Map<String, String> pinned) {
        try {
            return Optional.of(of(server, pinned));
        } catch (IllegalStateException e) {
            LOG.errorf("server left out of a list: server=%s why=%s", server.name(), e.getMessage());
            return Optional.empty();
        }
    }

    /** @param pinned as {@link #pinned} says */
    ResolvedServer of(VisibleServer server, Map<String, String> pinned) {
        boolean declared = server.id() == null;
        ServerConfig config = declared ? server.detected() : configs.opened(server.detected(), server.id());
        String id = declared ? null : server.id().toHexString();
        return new ResolvedServer(
                server.name(),
                server.source(),
                id,
                config,
                server.permissions(),
                server.revision(),
                server.inspection() != null && server.inspection().failed(),
                pinned,
                instructions(server));
    }

    /** Read from the inspection only where they are in force. */
    private static String instructions(VisibleServer server) {
        boolean own = Boolean.TRUE.equals(server.config().serverInstructions());
        return own && server.inspection() != null ? server.inspection().whole().instructions() : null;
    }

    /** The hashes of the accepted definitions of a server's tools, by name; null when they are not pinned. */
    Map<String, String> pinned(VisibleServer server) {
        return Boolean.TRUE.equals(server.config().pinTools()) ? pins.accepted(server.pinKey()) : null;
    }
}
