package org.trunkline.registry.servers;

import java.util.List;
import java.util.concurrent.ExecutorService;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.MongoException;
import io.quarkus.arc.All;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.virtual.threads.VirtualThreads;
import org.bson.types.ObjectId;
import org.jboss.logging.Logger;
import org.trunkline.problem.NotFound;
import org.trunkline.registry.audit.AuditRelay;

/**
 * Removes what others keep of deleted servers, then the rest of the server itself, which frees its name. What fails is
 * tried again, by whichever replica comes first, less and less often. One tries at a time, and for a shorter time than
 * its claim lasts: what is removed by name must not come to meet the next server of that name.
 */
@ApplicationScoped
class DeletedServers {

    private static final Logger LOG = Logger.getLogger(DeletedServers.class);
    private final ManagedServers servers;
    private final Tombstones tombstones;
    private final List<Traces> traces;
    private final AuditRelay relay;
    private final ExecutorService threads;

    DeletedServers(
            ManagedServers servers,
            Tombstones tombstones,
            @All List<Traces> traces,
            AuditRelay relay,
            @VirtualThreads ExecutorService threads) {
        this.servers = servers;
        this.tombstones = tombstones;
        this.traces = traces;
        this.relay = relay;
        this.threads = threads;
    }

    /** Begins at once, and does not keep the caller waiting. */
    void cleanUp(ObjectId id) {
        threads.execute(() -> ifDatabaseAnswers(() -> attempt(id)));
    }

    @Scheduled(
            every = "${trunkline.audit.repair-every:5s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            identity = "deleted-servers")
    void retry() {
        ifDatabaseAnswers(() -> tombstones.due().forEach(this::cleanUp));
    }

    private void attempt(ObjectId id) {
        tombstones.claim(id).ifPresent(this::cleanUp);
    }

    /** Each place is tried, whatever became of the others. */
    private void cleanUp(ManagedServer server) {
        if (traces.stream().map(place -> erased(place, server)).reduce(true, Boolean::logicalAnd)) {
            relay.relay(servers, server.id);
            tombstones.remove(server);
        } else {
            tombstones.giveUp(server);
        }
    }

    private static void ifDatabaseAnswers(Runnable work) {
        try {
            work.run();
        } catch (MongoException | IllegalStateException e) { // the latter: at shutdown, the client is closed
            LOG.debugf("deleted servers wait for the database: %s", e.getMessage());
        }
    }

    private static boolean erased(Traces place, ManagedServer server) {
        try {
            place.erase(server.id, server.serverName);
            return true;
        } catch (NotFound e) { // they never knew it, or know it no more
            return true;
        } catch (RuntimeException e) {
            LOG.warnf(
                    "deleted server is still to be cleaned up: server=%s attempt=%d why=%s",
                    server.serverName, server.cleanupAttempts, e.getMessage());
            return false;
        }
    }
}
