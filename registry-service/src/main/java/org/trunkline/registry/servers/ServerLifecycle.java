package org.trunkline.registry.servers;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bson.types.ObjectId;
import org.jboss.logging.Logger;
import org.trunkline.identity.Caller;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.access.Permission;
import org.trunkline.server.ServerNames;

/**
 * Creates and deletes managed servers. There is no transaction over a server and its grants: the order of the writes
 * makes a half-done one harmless. A grant without a server grants nothing; a server without a grant never is.
 */
@ApplicationScoped
class ServerLifecycle {

    private static final Logger LOG = Logger.getLogger(ServerLifecycle.class);

    private final ManagedServers servers;
    private final VisibleServers visible;
    private final AccessEntries access;
    private final NameAllocation names;
    private final StoredConfigs configs;

    ServerLifecycle(
            ManagedServers servers,
            VisibleServers visible,
            AccessEntries access,
            NameAllocation names,
            StoredConfigs configs) {
        this.servers = servers;
        this.visible = visible;
        this.access = access;
        this.names = names;
        this.configs = configs;
    }

    /**
     * Creates a server that belongs to {@code caller}.
     *
     * @param config that the form found right
     */
    VisibleServer create(Caller caller, ObjectNode config) {
        ManagedServer server = prepared(caller, config);
        access.grantOwner(caller.id(), server.id);
        names.allocate(server.title, this::taken, name -> {
            server.serverName = name;
            server.normalizedName = ServerNames.normalize(name);
            return servers.insert(server);
        });
        LOG.infof("server created: server=%s user=%s", server.serverName, caller.id());
        return visible.seen(server, Permission.ALL);
    }

    /** Deletes a managed server and the grants on it. */
    void delete(Caller caller, VisibleServer server) {
        servers.deleteById(server.id());
        access.forget(server.id());
        LOG.infof("server deleted: server=%s user=%s", server.name(), caller.id());
    }

    private ManagedServer prepared(Caller caller, ObjectNode config) {
        ConfigCleaning.clean(config);
        ManagedServer server = new ManagedServer();
        server.id = new ObjectId();
        server.title = config.path("title").asText(null);
        server.description = config.path("description").asText(null);
        server.config = configs.stored(config, server.id);
        server.author = caller.id();
        server.createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        server.updatedAt = server.createdAt;
        server.revision = 1;
        return server;
    }

    private Collection<String> taken(String base) {
        Set<String> taken = new HashSet<>(servers.namesLike(base));
        taken.addAll(visible.declaredNames());
        return taken;
    }
}
