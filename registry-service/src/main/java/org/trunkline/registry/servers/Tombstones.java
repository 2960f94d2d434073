package org.trunkline.registry.servers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.trunkline.registry.audit.Outbox;
import org.trunkline.registry.leases.Sightings;

/**
 * What is left of deleted servers, in MongoDB, until nobody keeps anything of them. One replica cleans up at a time;
 * who does not come to an end is taken for dead after a while, and who failed is followed after a pause, both by the
 * monotonic clock of the replica that looks.
 */
@ApplicationScoped
class Tombstones {

    /** Longer by far than the neighbours' timeouts and the wait for a lease together. */
    private static final Duration LONGEST_CLEANING = Duration.ofMinutes(3);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 8;
    private static final int MOST_AT_ONCE = 1_000;
    private static final FindOneAndUpdateOptions AFTER =
            new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

    private final ManagedServers servers;
    private final Sightings<ObjectId> sightings = new Sightings<>();

    /** What is seen of one. */
    private record State(int attempts, String cleaner) {}

    Tombstones(ManagedServers servers) {
        this.servers = servers;
    }

    /** Those that may be cleaned up now, as far as that is seen here. */
    List<ObjectId> due() {
        return servers
                .mongoCollection()
                .find(Filters.gt("deletedAt", Instant.EPOCH))
                .projection(Projections.include("cleaner", "cleanupAttempts"))
                .limit(MOST_AT_ONCE)
                .into(new ArrayList<>())
                .stream()
                .filter(this::isDue)
                .map(server -> server.id)
                .toList();
    }

    /** Lets the caller clean up, if nobody else does; empty when one does, or nothing is left. */
    Optional<ManagedServer> claim(ObjectId id) {
        return Optional.ofNullable(servers.mongoCollection()
                        .find(Filters.and(Filters.eq("_id", id), Filters.ne("deletedAt", null)))
                        .first())
                .filter(this::isDue)
                .map(this::claim);
    }

    /** Null when another was faster. */
    private ManagedServer claim(ManagedServer found) {
        Bson unclaimed = Filters.and(
                Filters.eq("_id", found.id),
                Filters.eq("cleanupAttempts", found.cleanupAttempts),
                Filters.eq("cleaner", found.cleaner));
        Bson claim = Updates.combine(
                Updates.inc("cleanupAttempts", 1),
                Updates.set("cleaner", UUID.randomUUID().toString()));
        return servers.mongoCollection().findOneAndUpdate(unclaimed, claim, AFTER);
    }

    /** Lets somebody else try later. */
    void giveUp(ManagedServer claimed) {
        servers.mongoCollection()
                .updateOne(
                        Filters.and(Filters.eq("_id", claimed.id), Filters.eq("cleaner", claimed.cleaner)),
                        Updates.unset("cleaner"));
    }

    /** Removes one, unless the audit has not been told all of it. */
    void remove(ManagedServer claimed) {
        servers.mongoCollection()
                .deleteOne(Filters.and(
                        Filters.eq("_id", claimed.id),
                        Filters.ne("deletedAt", null),
                        Filters.eq("sharing", null),
                        Filters.size(Outbox.PENDING, 0)));
        giveUp(claimed);
    }

    private boolean isDue(ManagedServer tombstone) {
        State state = new State(tombstone.cleanupAttempts, tombstone.cleaner);
        return sightings.lasts(
                tombstone.id, state, state.cleaner() == null ? pause(state.attempts()) : LONGEST_CLEANING);
    }

    private static Duration pause(int attempts) {
        return attempts == 0 ? Duration.ZERO : FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
    }
}
