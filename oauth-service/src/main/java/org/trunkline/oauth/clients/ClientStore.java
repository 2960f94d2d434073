package org.trunkline.oauth.clients;

import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Filters;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import org.bson.conversions.Bson;

/**
 * Registered clients in MongoDB. Before a replica registers one it claims the document, whose id is unique: no second
 * registration is made, on whichever replica.
 */
@ApplicationScoped
class ClientStore implements PanacheMongoRepositoryBase<StoredClient, String> {

    /**
     * Claims the registration, if nobody else has it and what is stored is still as it was found.
     *
     * @param found what is stored; empty when nothing is
     */
    boolean claim(StoredClient claim, Optional<StoredClient> found) {
        return found.isEmpty() ? insert(claim) : replace(claim, same(found.get()));
    }

    /** Puts the registered client where the claim is; false when the claim was lost meanwhile. */
    boolean complete(StoredClient registered, String claimant) {
        return replace(registered, Filters.and(Filters.eq("_id", registered.id), Filters.eq("claimant", claimant)));
    }

    /** Gives the claim up: the next one who needs the client registers it. */
    void release(String id, String claimant) {
        mongoCollection().deleteOne(Filters.and(Filters.eq("_id", id), Filters.eq("claimant", claimant)));
    }

    /** Forgets the client, unless it was registered anew meanwhile. */
    void forget(String issuer, String clientId) {
        mongoCollection().deleteMany(Filters.and(Filters.eq("issuer", issuer), Filters.eq("clientId", clientId)));
    }

    void forgetServer(String server) {
        delete("server", server);
    }

    private boolean insert(StoredClient claim) {
        try {
            mongoCollection().insertOne(claim);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    private boolean replace(StoredClient next, Bson present) {
        return mongoCollection().replaceOne(present, next).getModifiedCount() > 0;
    }

    private static Bson same(StoredClient found) {
        return Filters.and(
                Filters.eq("_id", found.id),
                Filters.eq("clientId", found.clientId),
                Filters.eq("claimant", found.claimant));
    }

    /** A claim with nothing registered yet. */
    static StoredClient claim(String id, String claimant) {
        StoredClient claim = new StoredClient();
        claim.id = id;
        claim.claimant = claimant;
        claim.claimedAt = Instant.now();
        return claim;
    }
}
