package org.trunkline.registry.servers;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bson.types.ObjectId;
import org.jboss.logging.Logger;
import org.trunkline.identity.Caller;
import org.trunkline.problem.Forbidden;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.access.Permission;
import org.trunkline.registry.audit.AuditEvents;
import org.trunkline.registry.inspection.Inspected;
import org.trunkline.registry.inspection.Probe;
import org.trunkline.server.ServerNames;

/**
 * Creates, changes and deletes managed servers. There is no transaction over a server and what belongs to it: the order
 * of the writes makes a half-done one harmless. A grant without a server grants nothing; a server without a grant never
 * is; and each write of a server carries what the audit is told of it.
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
    private final ManagedInspections inspections;
    private final OboRule obo;
    private final ServerEvents events;
    private final DeletedServers deleted;

    ServerLifecycle(
            ManagedServers servers,
            VisibleServers visible,
            AccessEntries access,
            NameAllocation names,
            StoredConfigs configs,
            KeptSecrets secrets,
            OutboundUrls urls,
            ManagedInspections inspections,
            OboRule obo,
            ServerEvents events,
            DeletedServers deleted) {
        this.servers = servers;
        this.visible = visible;
        this.access = access;
        this.names = names;
        this.configs = configs;
        this.secrets = secrets;
        this.urls = urls;
        this.inspections = inspections;
        this.obo = obo;
        this.events = events;
        this.deleted = deleted;
    }

    /**
     * Creates a server that belongs to {@code caller}.
     *
     * @param config that the form found right
     * @param probe refuses a server that cannot be connected
     */
    VisibleServer create(Caller caller, ObjectNode config, Probe probe) {
        ManagedServer server = prepared(caller, config);
        keep(inspections.of(config, probe), server);
        access.grantOwner(caller.id(), server.id);
        names.allocate(server.title, this::taken, name -> {
            server.serverName = name;
            server.normalizedName = ServerNames.normalize(name);
            server.pendingEvents = List.of(events.created(visible.seen(server, Permission.ALL, true)));
            return servers.insert(server);
        });
        events.relay(server.id);
        LOG.infof("server created: server=%s user=%s", server.serverName, caller.id());
        return visible.seen(server, Permission.ALL, true);
    }

    /**
     * Gives a managed server a new configuration, if it still is as {@code server} says.
     *
     * @param config that the form found right
     * @param probe refuses a server that cannot be connected
     * @return empty when it was changed or deleted meanwhile
     * @throws InvalidRequest when a secret must be entered again
     * @throws Forbidden when it changes an {@code obo} server as the caller may not
     */
    Optional<VisibleServer> replace(Caller caller, VisibleServer server, ObjectNode config, Probe probe) {
        ConfigCleaning.clean(config);
        obo.check(caller, server, config);
        secrets.carryOver(server, config);
        ManagedServer next = configured(new ManagedServer(), server.id(), config);
        keep(inspections.of(server, config, probe), next);
        next.serverName = server.name();
        next.revision = server.number() + 1;
        next.updatedAt = AuditEvents.later(server.updatedAt(), server.lastEventAt());
        next.lastEventAt = next.updatedAt;
        VisibleServer replaced = visible.seen(next, server.permissions(), server.canEdit());
        if (!servers.replace(next, server, events.changed(server, replaced))) {
            return Optional.empty();
        }
        events.relay(next.id);
        LOG.infof("server changed: server=%s user=%s revision=%d", server.name(), caller.id(), next.revision);
        return Optional.of(replaced);
    }

    /**
     * Deletes a managed server, if it still is as {@code server} says. What others keep of it is removed afterwards.
     *
     * @return false when it was changed or deleted meanwhile
     */
    boolean delete(Caller caller, VisibleServer server) {
        if (!servers.bury(server, events.deleted(server))) {
            return false;
        }
        events.relay(server.id());
        deleted.cleanUp(server.id());
        LOG.infof("server deleted: server=%s user=%s", server.name(), caller.id());
        return true;
    }

    private ManagedServer prepared(Caller caller, ObjectNode config) {
        ConfigCleaning.clean(config);
        ManagedServer server = configured(new ManagedServer(), new ObjectId(), config);
        server.author = caller.id();
        server.createdAt = AuditEvents.later();
        server.updatedAt = server.createdAt;
        server.lastEventAt = server.createdAt;
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

    private static void keep(Inspected inspected, ManagedServer server) {
        server.detectedOAuth = inspected.requiresOAuth();
        server.inspectionFailed = inspected.failed();
        server.inspection = inspected.text();
    }

    private Collection<String> taken(String base) {
        Set<String> taken = new HashSet<>(servers.namesLike(base));
        taken.addAll(visible.declaredNames());
        return taken;
    }
}
