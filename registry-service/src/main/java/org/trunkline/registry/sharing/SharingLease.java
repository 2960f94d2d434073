package org.trunkline.registry.sharing;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.types.ObjectId;
import org.trunkline.problem.Conflict;
import org.trunkline.registry.leases.Sightings;

/**
 * One change of a server's grants at a time, in all replicas: of two owners who remove each other, one comes second and
 * is told. A replica that stops while it holds a lease keeps others off until they have seen it hold the same lease for
 * {@link #LEASE}, by their own monotonic clocks; that is longer by far than the writes of a change take.
 */
@ApplicationScoped
class SharingLease implements PanacheMongoRepositoryBase<SharingLease.Held, ObjectId> {

    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int LONGEST_PAUSE_MILLIS = 50;

    private final Sightings<ObjectId> sightings = new Sightings<>();

    /**
     * Makes a change while no other change of that server's grants is made.
     *
     * @throws Conflict when others kept this one waiting for too long
     */
    <T> T during(ObjectId server, Supplier<T> change) {
        String holder = UUID.randomUUID().toString();
        long start = System.nanoTime();
        while (!claim(server, holder)) {
            if (System.nanoTime() - start > LONGEST_WAIT.toNanos()) {
                throw new Conflict("Others are changing the permissions of this server; try again");
            }
            pause();
        }
        try {
            return change.get();
        } finally {
            mongoCollection().deleteOne(Filters.and(Filters.eq("_id", server), Filters.eq("holder", holder)));
        }
    }

    private boolean claim(ObjectId server, String holder) {
        try {
            mongoCollection().insertOne(new Held(server, holder));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return takeOver(server, holder);
            }
            throw e;
        }
    }

    private boolean takeOver(ObjectId server, String holder) {
        Held held = findById(server);
        return held != null
                && sightings.lasts(server, held.holder, LEASE)
                && mongoCollection()
                                .updateOne(
                                        Filters.and(Filters.eq("_id", server), Filters.eq("holder", held.holder)),
                                        Updates.set("holder", holder))
                                .getModifiedCount()
                        == 1;
    }

    private static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(5, LONGEST_PAUSE_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Conflict("The change was interrupted; try again");
        }
    }

    /** That the grants of one server are being changed. */
    @MongoEntity(collection = "sharingLeases")
    public static class Held {

        @BsonId
        public ObjectId server;

        /** Who changes them: a change of its own each time. */
        public String holder;

        /** For the driver. */
        public Held() {}

        private Held(ObjectId server, String holder) {
            this.server = server;
            this.holder = holder;
        }
    }
}
