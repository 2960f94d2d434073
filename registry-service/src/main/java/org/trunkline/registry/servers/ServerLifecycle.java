package org.trunkline.registry.servers;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bson.types.ObjectId;
import org.jboss.logging.Logger;
import org.trunkline.identity.Caller;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.access.Permission;
import org.trunkline.server.ServerNames;

/**
 * Creates, changes and deletes managed servers. There is no transaction over a server and its grants: the order of the
 * writes makes a half-done one harmless. A grant without a server grants nothing; a server without a grant never is.
 */
@ApplicationScoped
class ServerLifecycle {

    private static final Logger LOG = Logger.getLogger(ServerLifecycle.class);

    private final ManagedServers servers;
    private final VisibleServers visible;
    private final AccessEntries access;
    private final NameAllocation names;
    private final StoredConfigs configs;
    private final KeptSecrets secrets;
    private final OutboundUrls urls;

    ServerLifecycle(
            ManagedServers servers,
            VisibleServers visible,
            AccessEntries access,
            NameAllocation names,
            StoredConfigs configs,
            KeptSecrets secrets,
            OutboundUrls urls) {
        this.servers = servers;
        this.visible = visible;
        this.access = access;
        this.names = names;
        this.configs = configs;
        this.secrets = secrets;
        this.urls = urls;
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

    /**
     * Gives a managed server a new configuration, if it still is as {@code server} says.
     *
     * @param config that the form found right
     * @return empty when it was changed or deleted meanwhile
     * @throws InvalidRequest when a secret must be entered again
     */
    Optional<VisibleServer> replace(Caller caller, VisibleServer server, ObjectNode config) {
        ConfigCleaning.clean(config);
        secrets.carryOver(server, config);
        ManagedServer next = configured(new ManagedServer(), server.id(), config);
        next.serverName = server.name();
        next.revision = server.number() + 1;
        next.updatedAt = now(server.updatedAt());
        if (!servers.replace(next)) {
            return Optional.empty();
        }
        LOG.infof("server changed: server=%s user=%s revision=%d", server.name(), caller.id(), next.revision);
        return Optional.of(visible.seen(next, server.permissions()));
    }

    /**
     * Deletes a managed server and the grants on it. Interrupted between the two, it leaves grants on an id that no
     * server gets again.
     *
     * @param unchanged only if it still is as {@code server} says; else in whatever state it is
     * @return false when it was changed or deleted meanwhile, and that matters
     */
    boolean delete(Caller caller, VisibleServer server, boolean unchanged) {
        if (!unchanged) {
            servers.deleteById(server.id());
        } else if (!servers.delete(server.id(), server.number())) {
            return false;
        }
        access.forget(server.id());
        LOG.infof("server deleted: server=%s user=%s", server.name(), caller.id());
        return true;
    }

    private ManagedServer prepared(Caller caller, ObjectNode config) {
        ConfigCleaning.clean(config);
        ManagedServer server = configured(new ManagedServer(), new ObjectId(), config);
        server.author = caller.id();
        server.createdAt = now(Instant.EPOCH);
        server.updatedAt = server.createdAt;
        server.revision = 1;
        return server;
    }

    private ManagedServer configured(ManagedServer server, ObjectId id, ObjectNode config) {
        urls.check(config);
        server.id = id;
        server.title = config.path("title").asText(null);
        server.description = config.path("description").asText(null);
        server.config = configs.stored(config, id);
        return server;
    }

    /** Later than {@code before}, whatever the clock does. */
    private static Instant now(Instant before) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return now.isAfter(before) ? now : before.plusMillis(1);
    }

    private Collection<String> taken(String base) {
        Set<String> taken = new HashSet<>(servers.namesLike(base));
        taken.addAll(visible.declaredNames());
        return taken;
    }
}
