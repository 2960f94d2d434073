package org.trunkline.registry.sharing;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.MongoException;
import io.quarkus.scheduler.Scheduled;
import org.bson.types.ObjectId;
import org.jboss.logging.Logger;
import org.trunkline.problem.Conflict;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.servers.SharingJournal;
import org.trunkline.registry.servers.Traces;

/** Finishes changes of grants that a replica left halfway, and removes the grants of deleted servers. */
@ApplicationScoped
@Priority(10)
class SharingRepair implements Traces {

    private static final Logger LOG = Logger.getLogger(SharingRepair.class);

    private final SharingJournal journal;
    private final SharingLease lease;
    private final AccessEntries entries;

    SharingRepair(SharingJournal journal, SharingLease lease, AccessEntries entries) {
        this.journal = journal;
        this.lease = lease;
        this.entries = entries;
    }

    /** Finishes what is under way on a server; to be called with the server's lease. */
    void finish(ObjectId server) {
        journal.underWay(server).ifPresent(change -> {
            SharingSteps.finish(change, entries);
            journal.end(server, change);
            LOG.infof("permissions changed: id=%s user=%s, begun by a replica that stopped", server, change.actor.id);
        });
    }

    @Override
    public void erase(ObjectId id, String name) {
        lease.during(id, () -> {
            finish(id);
            entries.forget(id);
            return null;
        });
    }

    @Scheduled(
            every = "${trunkline.audit.repair-every:5s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            identity = "sharing-repair")
    void finishAll() {
        try {
            journal.unfinished().forEach(this::finishIfAbandoned);
        } catch (MongoException | IllegalStateException e) { // the latter: at shutdown, the client is closed
            LOG.debugf("changes of grants wait for the database: %s", e.getMessage());
        }
    }

    private void finishIfAbandoned(ObjectId server) {
        try {
            lease.during(server, () -> {
                finish(server);
                return null;
            });
        } catch (Conflict e) {
            LOG.debugf("a change of grants is under way, or its lease has not ended: id=%s", server);
        }
    }
}
