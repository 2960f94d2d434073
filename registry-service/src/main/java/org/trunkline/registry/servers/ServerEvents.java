package org.trunkline.registry.servers;

import jakarta.enterprise.context.ApplicationScoped;

import org.bson.types.ObjectId;
import org.trunkline.registry.audit.AuditAction;
import org.trunkline.registry.audit.AuditEntry;
import org.trunkline.registry.audit.AuditEvents;
import org.trunkline.registry.audit.AuditRelay;

/** Tells the audit of managed servers: the write of a server carries its event, which is then to be relayed. */
@ApplicationScoped
class ServerEvents {

    private final AuditEvents events;
    private final AuditedConfigs configs;
    private final ManagedServers servers;
    private final AuditRelay relay;

    ServerEvents(AuditEvents events, AuditedConfigs configs, ManagedServers servers, AuditRelay relay) {
        this.events = events;
        this.configs = configs;
        this.servers = servers;
        this.relay = relay;
    }

    AuditEntry created(VisibleServer server) {
        AuditEntry event = event(AuditAction.SERVER_CREATED, server);
        event.after = configs.shown(server);
        return event;
    }

    AuditEntry changed(VisibleServer before, VisibleServer after) {
        AuditEntry event = event(AuditAction.SERVER_CHANGED, after);
        event.changed = configs.changed(before, after);
        event.before = configs.shown(before);
        event.after = configs.shown(after);
        return event;
    }

    AuditEntry deleted(VisibleServer server) {
        AuditEntry event = event(AuditAction.SERVER_DELETED, server);
        event.at = AuditEvents.later(server.updatedAt(), server.lastEventAt());
        event.before = configs.shown(server);
        return event;
    }

    /** That a tool's definition is accepted; which, who accepts it adds. */
    AuditEntry accepted(VisibleServer server) {
        String id = server.id() == null ? null : server.id().toHexString();
        return events.byCaller(
                AuditAction.TOOL_ACCEPTED,
                AuditEntry.Resource.server(id, server.name()),
                AuditEvents.later(server.updatedAt(), server.lastEventAt()));
    }

    /** Relays what a server carries. */
    void relay(ObjectId server) {
        relay.relay(servers, server);
    }

    private AuditEntry event(AuditAction action, VisibleServer server) {
        AuditEntry.Resource resource = AuditEntry.Resource.server(server.id().toHexString(), server.name());
        AuditEntry event = events.byCaller(action, resource, server.updatedAt());
        event.revision = server.number();
        return event;
    }
}
