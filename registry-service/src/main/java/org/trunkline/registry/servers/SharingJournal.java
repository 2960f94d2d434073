package org.trunkline.registry.servers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import org.bson.types.ObjectId;
import org.trunkline.problem.Conflict;
import org.trunkline.registry.audit.AuditAction;
import org.trunkline.registry.audit.AuditEntry;
import org.trunkline.registry.audit.AuditEvents;
import org.trunkline.registry.audit.AuditRelay;
import org.trunkline.registry.audit.Outbox;

/**
 * Keeps, in a server's document, the change of its grants that is under way: what was begun can be finished by another
 * replica, and only what was finished is told to the audit. To be used by one at a time for each server.
 */
@ApplicationScoped
public class SharingJournal {

    private static final int MOST_TRIES = 200;

    private final ManagedServers servers;
    private final AuditEvents events;
    private final AuditRelay relay;

    SharingJournal(ManagedServers servers, AuditEvents events, AuditRelay relay) {
        this.servers = servers;
        this.events = events;
        this.relay = relay;
    }

    /**
     * Says that the caller of the current request begins to change a server's grants.
     *
     * @param content adds what was and what is to be
     * @return the change; empty when the server was deleted
     */
    public Optional<AuditEntry> begin(ObjectId id, Consumer<AuditEntry> content) {
        for (int tries = 1; tries <= MOST_TRIES; tries++) {
            Optional<ManagedServer> server = servers.withId(id);
            if (server.isEmpty()) {
                return Optional.empty();
            }
            AuditEntry change = change(server.get());
            content.accept(change);
            if (servers.beginSharing(server.get(), change)) {
                return Optional.of(change);
            }
        }
        throw new Conflict("This server is being changed by many at once; try again");
    }

    /** The change of a server's grants that was begun and not ended; of a deleted server, too. */
    public Optional<AuditEntry> underWay(ObjectId id) {
        return Optional.ofNullable(servers.findById(id)).map(server -> server.sharing);
    }

    /** Says that a change is done. */
    public void end(ObjectId id, AuditEntry change) {
        servers.mongoCollection()
                .updateOne(
                        Filters.and(Filters.eq("_id", id), Filters.eq("sharing._id", change.id)),
                        Updates.combine(Updates.unset("sharing"), Updates.push(Outbox.PENDING, change)));
        relay.relay(servers, id);
    }

    /** The servers with a change of their grants under way. */
    public List<ObjectId> unfinished() {
        return servers.mongoCollection()
                .find(Filters.gt("sharing.at", Instant.EPOCH))
                .projection(Projections.include("_id"))
                .map(server -> server.id)
                .into(new ArrayList<>());
    }

    private AuditEntry change(ManagedServer server) {
        AuditEntry change = events.byCaller(
                AuditAction.PERMISSIONS_CHANGED,
                AuditEntry.Resource.server(server.id.toHexString(), server.serverName),
                AuditEvents.later(server.updatedAt, server.lastEventAt));
        change.revision = server.revision;
        return change;
    }
}
