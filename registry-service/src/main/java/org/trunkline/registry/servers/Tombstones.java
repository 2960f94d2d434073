package org.trunkline.registry.servers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.trunkline.registry.audit.Outbox;

/** What is left of deleted servers, in MongoDB, until nobody keeps anything of them. */
@ApplicationScoped
class Tombstones {

    private static final int MOST_AT_ONCE = 100;

    private final ManagedServers servers;

    Tombstones(ManagedServers servers) {
        this.servers = servers;
    }

    /** Those that may be cleaned up now. */
    List<ObjectId> due() {
        return servers.mongoCollection()
                .find(isDue())
                .projection(Projections.include("_id"))
                .limit(MOST_AT_ONCE)
                .map(server -> server.id)
                .into(new ArrayList<>());
    }

    /** One, if it may be cleaned up now. */
    Optional<ManagedServer> due(ObjectId id) {
        return Optional.ofNullable(servers.mongoCollection()
                .find(Filters.and(Filters.eq("_id", id), isDue()))
                .first());
    }

    /** Lets the caller clean up, and nobody else before {@code next}; false when another was faster. */
    boolean claim(ManagedServer deleted, Instant next) {
        Bson unclaimed =
                Filters.and(Filters.eq("_id", deleted.id), Filters.eq("cleanupAttempts", deleted.cleanupAttempts));
        Bson claim = Updates.combine(Updates.inc("cleanupAttempts", 1), Updates.set("cleanupAt", next));
        return servers.mongoCollection().updateOne(unclaimed, claim).getMatchedCount() == 1;
    }

    /** Lets the next try from {@code time} on; to be called by who claimed {@code deleted}. */
    void postpone(ManagedServer deleted, Instant time) {
        servers.mongoCollection().updateOne(Filters.eq("_id", deleted.id), Updates.set("cleanupAt", time));
    }

    /** Removes one, unless the audit has not been told all of it. */
    void remove(ObjectId id) {
        servers.mongoCollection()
                .deleteOne(Filters.and(
                        Filters.eq("_id", id),
                        Filters.ne("deletedAt", null),
                        Filters.eq("sharing", null),
                        Filters.size(Outbox.PENDING, 0)));
    }

    private static Bson isDue() {
        return Filters.lte("cleanupAt", Instant.now());
    }
}
