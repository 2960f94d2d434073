package org.trunkline.registry.servers;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.MongoException;
import io.quarkus.scheduler.Scheduled;
import org.bson.Document;
import org.jboss.logging.Logger;
import org.trunkline.registry.access.Grant;
import org.trunkline.registry.access.Permission;
import org.trunkline.registry.audit.AuditAction;
import org.trunkline.registry.audit.AuditEntry;
import org.trunkline.registry.audit.AuditEvents;
import org.trunkline.registry.audit.AuditRelay;
import org.trunkline.registry.declared.DeclaredServer;
import org.trunkline.registry.declared.DeclaredServers;

/**
 * Tells the audit what the operator changed in the file of declared servers: what it says now against what was told
 * last, be it before a restart. A database that does not answer is told later.
 */
@ApplicationScoped
class DeclaredChanges {

    private static final Logger LOG = Logger.getLogger(DeclaredChanges.class);

    private final DeclaredServers declared;
    private final DeclaredRecords records;
    private final AuditedConfigs configs;
    private final AuditEvents events;
    private final AuditRelay relay;
    private List<DeclaredServer> told;

    DeclaredChanges(
            DeclaredServers declared,
            DeclaredRecords records,
            AuditedConfigs configs,
            AuditEvents events,
            AuditRelay relay) {
        this.declared = declared;
        this.records = records;
        this.configs = configs;
        this.events = events;
        this.relay = relay;
    }

    @Scheduled(
            every = "${trunkline.declared.every:2s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            identity = "declared-changes")
    synchronized void tell() {
        List<DeclaredServer> now = List.copyOf(declared.all());
        if (!declared.wereRead() || now.equals(told)) {
            return;
        }
        try {
            Map<String, DeclaredRecord> before = new HashMap<>();
            records.all().forEach(known -> before.put(known.name, known));
            now.forEach(server -> tell(server, before.remove(server.name())));
            before.values().stream().filter(known -> known.shown != null).forEach(this::tellGone);
            told = now;
        } catch (MongoException | IllegalStateException e) { // the latter: at shutdown, the client is closed
            LOG.debugf("the audit is told of declared servers later: %s", e.getMessage());
        }
    }

    private void tell(DeclaredServer server, DeclaredRecord before) {
        String state = server.revision() + " " + server.access();
        if (before == null || !state.equals(before.state)) {
            Document shown = configs.shown(VisibleServers.seen(server, Permission.VIEW.bit(), null));
            shown.put("revision", server.revision());
            shown.put(
                    "access",
                    server.access().stream().map(DeclaredChanges::words).toList());
            write(server.name(), state, shown, before);
        }
    }

    private void tellGone(DeclaredRecord before) {
        write(before.name, null, null, before);
    }

    private void write(String name, String state, Document shown, DeclaredRecord before) {
        AuditEntry event = events.byOperator(
                AuditAction.DECLARED_CHANGED,
                AuditEntry.Resource.server(null, name),
                before == null ? AuditEvents.later() : AuditEvents.later(before.lastEventAt));
        event.before = before == null ? null : before.shown;
        event.after = shown;
        if (records.write(name, state, event, before)) {
            relay.relay(records, name);
        }
    }

    private static String words(Grant grant) {
        return grant.principal() + ": " + grant.role().name().toLowerCase(Locale.ROOT);
    }
}
