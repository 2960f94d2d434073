package org.trunkline.connection.members;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoServerException;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who owns which session key, in MongoDB. Whoever changes it names the owner that it found: of two, one comes second.
 */
@ApplicationScoped
class ClaimStore {

    private static final int MOST_RACES = 5;

    private final ReactiveMongoCollection<Document> claims;

    ClaimStore(ReactiveMongoClient client, @ConfigProperty(name = "quarkus.mongodb.database") String database) {
        claims = client.getDatabase(database).getCollection("sessions");
    }

    /** What is stored of a key; null when nobody owns it. */
    Uni<StoredClaim> find(String key) {
        return claims.find(Filters.eq("_id", key)).map(ClaimStore::claim).toUni();
    }

    /**
     * Claims a key of which nothing is stored: one command, whatever it finds. Of two that do it at once, MongoDB may
     * tell the second that the key is there, instead of what is stored.
     *
     * @return what is stored of it; null when there was nothing, and it is claimed now
     */
    Uni<StoredClaim> claim(String key, String epoch) {
        return claims.findOneAndUpdate(
                        Filters.eq("_id", key),
                        Updates.setOnInsert("owner", epoch),
                        new FindOneAndUpdateOptions().upsert(true))
                .map(before -> before == null ? null : claim(before))
                .onFailure(ClaimStore::isDuplicate)
                .retry()
                .atMost(MOST_RACES);
    }

    /**
     * Claims a key that had another owner, or was given up.
     *
     * @return whether it still was so
     */
    Uni<Boolean> takeOver(StoredClaim found, String epoch) {
        return claims.findOneAndUpdate(owned(found.key(), found.owner()), Updates.set("owner", epoch))
                .map(before -> before != null);
    }

    /** Stores how the next owner goes on with the session. */
    Uni<Void> remember(String key, String epoch, String resumption) {
        return claims.updateOne(owned(key, epoch), Updates.set("resumption", resumption))
                .replaceWithVoid();
    }

    /** Gives a key up; the next owner can go on with its session. */
    Uni<Void> release(String key, String epoch) {
        return claims.updateOne(owned(key, epoch), Updates.unset("owner")).replaceWithVoid();
    }

    /** Some keys that no live member owns. */
    Uni<List<StoredClaim>> orphans(Collection<String> live, int most) {
        return claims.find(Filters.nin("owner", live), new FindOptions().limit(most))
                .map(ClaimStore::claim)
                .collect()
                .asList();
    }

    /** How many keys there are from one on and before another, counted up to {@code most}. */
    Uni<Long> count(String from, String before, int most) {
        return claims.countDocuments(
                Filters.and(Filters.gte("_id", from), Filters.lt("_id", before)), new CountOptions().limit(most));
    }

    /** Forgets a key that still has no other owner. */
    Uni<Void> forget(StoredClaim orphan) {
        return claims.deleteOne(owned(orphan.key(), orphan.owner())).replaceWithVoid();
    }

    /** Gives keys up, whose sessions have ended. */
    Uni<Void> remove(Collection<Claim> ended) {
        List<String> keys = ended.stream().map(Claim::key).toList();
        Set<String> epochs = ended.stream().map(Claim::epoch).collect(Collectors.toSet());
        return claims.deleteMany(Filters.and(Filters.in("_id", keys), Filters.in("owner", epochs)))
                .replaceWithVoid();
    }

    private static Bson owned(String key, String owner) {
        return Filters.and(Filters.eq("_id", key), Filters.eq("owner", owner));
    }

    private static StoredClaim claim(Document document) {
        return new StoredClaim(
                document.getString("_id"), document.getString("owner"), document.getString("resumption"));
    }

    private static boolean isDuplicate(Throwable failure) {
        return failure instanceof MongoServerException refused
                && ErrorCategory.fromErrorCode(refused.getCode()) == ErrorCategory.DUPLICATE_KEY;
    }
}
