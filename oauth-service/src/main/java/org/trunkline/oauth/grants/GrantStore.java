package org.trunkline.oauth.grants;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The grants in MongoDB. Whatever changes tokens names the generation that it found: of two writers one finds out that
 * it came second.
 */
@ApplicationScoped
class GrantStore {

    private static final int MOST_AT_ONCE = 200;
    private static final int DUPLICATE_KEY = 11000;
    private static final FindOneAndUpdateOptions AFTER =
            new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

    private final MongoCollection<StoredGrant> grants;
    private volatile boolean indexed;

    GrantStore(MongoClient client, @ConfigProperty(name = "quarkus.mongodb.database") String database) {
        grants = client.getDatabase(database).getCollection("grants", StoredGrant.class);
    }

    /** The id of a user's grant for a server; a server's name cannot be taken for a part of a user's id. */
    static String id(String user, String server) {
        return URLEncoder.encode(user, StandardCharsets.UTF_8) + ":" + server;
    }

    Optional<StoredGrant> find(String id) {
        return Optional.ofNullable(grants.find(Filters.eq("_id", id)).first());
    }

    /** Puts a grant in the place of the one that was there with that generation; 0: there was none. */
    boolean put(StoredGrant grant, long before) {
        if (before > 0) {
            return grants.replaceOne(at(grant.id, before), grant).getMatchedCount() == 1;
        }
        createIndexes();
        try {
            grants.insertOne(grant);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCode() == DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    /** Takes the lease of a refresh, if the generation is still that one and the lease was not touched since. */
    Optional<StoredGrant> claim(StoredGrant seen, String holder) {
        Bson same = Filters.and(at(seen.id, seen.generation), Filters.eq("leaseNumber", seen.leaseNumber));
        Bson claim = Updates.combine(
                Updates.set("leaseHolder", holder),
                Updates.inc("leaseNumber", 1L),
                Updates.set("orphaned", seen.orphaned || seen.leaseHolder != null));
        return Optional.ofNullable(grants.findOneAndUpdate(same, claim, AFTER));
    }

    /** Says that the holder of a lease is alive; false when another holds it, or nobody. */
    boolean renew(String id, String holder) {
        Bson held = Filters.and(Filters.eq("_id", id), Filters.eq("leaseHolder", holder));
        return grants.updateOne(held, Updates.inc("leaseNumber", 1L)).getMatchedCount() == 1;
    }

    /**
     * Writes a refresh's tokens over the generation that was sent, and ends its lease. Sealed values that stay are not
     * written: they may have been sealed anew meanwhile.
     */
    boolean renewed(StoredGrant grant, StoredGrant sent) {
        List<Bson> changes = new ArrayList<>(List.of(
                Updates.set("accessToken", grant.accessToken),
                Updates.set("scope", grant.scope),
                Updates.set("issuedAt", grant.issuedAt),
                Updates.set("expiresAt", grant.expiresAt),
                Updates.set("generation", grant.generation),
                Updates.set("rotates", grant.rotates),
                Updates.set("refusedAt", grant.refusedAt),
                Updates.set("failures", 0),
                Updates.set("orphaned", false),
                Updates.unset("trouble"),
                Updates.unset("retryAt"),
                Updates.unset("leaseHolder")));
        if (!Objects.equals(grant.refreshToken, sent.refreshToken)) {
            changes.add(Updates.set("refreshToken", grant.refreshToken));
        }
        if (grant.dpopKey == null) {
            changes.add(Updates.unset("dpopKey"));
        }
        return change(grant.id, sent.generation, changes.toArray(Bson[]::new));
    }

    /** Every grant, for what is sealed in it. */
    MongoCursor<StoredGrant> all() {
        List<String> fields = new ArrayList<>(GrantSeals.FIELDS);
        fields.add("issuer");
        return grants.find()
                .projection(Projections.include(fields))
                .batchSize(MOST_AT_ONCE)
                .cursor();
    }

    /** Puts sealed values in the place of others, if all of them are still there; nothing else changes. */
    boolean reseal(String id, Map<String, String> before, Map<String, String> after) {
        List<Bson> same = new ArrayList<>(List.of(Filters.eq("_id", id)));
        before.forEach((field, value) -> same.add(Filters.eq(field, value)));
        List<Bson> changes = new ArrayList<>();
        after.forEach((field, value) -> changes.add(Updates.set(field, value)));
        return grants.updateOne(Filters.and(same), Updates.combine(changes)).getMatchedCount() == 1;
    }

    /** Takes the refresh token from the generation that was sent, and ends its lease. */
    boolean ended(String id, long sent, String reason) {
        return change(
                id,
                sent,
                Updates.set("ended", reason),
                Updates.unset("refreshToken"),
                Updates.unset("trouble"),
                Updates.unset("retryAt"),
                Updates.unset("leaseHolder"));
    }

    /** Keeps everything of the generation, but no refresh before that time, and ends its lease. */
    boolean deferred(String id, long generation, String trouble, Instant retryAt) {
        return change(
                id,
                generation,
                Updates.set("trouble", trouble),
                Updates.set("retryAt", retryAt),
                Updates.inc("failures", 1),
                Updates.unset("leaseHolder"));
    }

    /** Notes that the MCP server refused the token of a generation that cannot be refreshed. */
    boolean refused(String id, long generation, String reason) {
        return change(id, generation, Updates.set("ended", reason), Updates.unset("accessToken"));
    }

    void used(String id, Instant at) {
        grants.updateOne(Filters.eq("_id", id), Updates.set("lastUsed", at));
    }

    /** Sets a client's secret that was changed while the client stayed the same; it may be tried at once. */
    void changeSecret(StoredGrant grant) {
        change(grant.id, grant.generation, Updates.set("clientSecret", grant.clientSecret), Updates.unset("retryAt"));
    }

    /** Those that end within {@code ahead} and were used since {@code used}, the first to end first. */
    List<StoredGrant> ending(Instant now, Duration ahead, Instant used) {
        createIndexes();
        return grants.find(Filters.and(
                        Filters.lt("expiresAt", now.plus(ahead)),
                        Filters.gt("lastUsed", used),
                        Filters.ne("refreshToken", null)))
                .sort(Indexes.ascending("expiresAt"))
                .limit(MOST_AT_ONCE)
                .into(new ArrayList<>());
    }

    /** Sign-ins that came to their end without a refresh token, and nobody was told. */
    List<StoredGrant> over(Instant now) {
        createIndexes();
        return grants.find(Filters.and(
                        Filters.lt("expiresAt", now),
                        Filters.eq("kind", GrantKinds.SIGN_IN),
                        Filters.eq("refreshToken", null),
                        Filters.eq("ended", null)))
                .limit(MOST_AT_ONCE)
                .into(new ArrayList<>());
    }

    Optional<StoredGrant> remove(String id) {
        return Optional.ofNullable(grants.findOneAndDelete(Filters.eq("_id", id)));
    }

    List<String> ofServer(String server) {
        List<String> ids = new ArrayList<>();
        grants.find(Filters.eq("server", server)).forEach(grant -> ids.add(grant.id));
        return ids;
    }

    private boolean change(String id, long generation, Bson... changes) {
        return grants.updateOne(at(id, generation), Updates.combine(changes)).getMatchedCount() == 1;
    }

    private static Bson at(String id, long generation) {
        return Filters.and(Filters.eq("_id", id), Filters.eq("generation", generation));
    }

    private void createIndexes() {
        if (!indexed) {
            grants.createIndex(Indexes.ascending("server"));
            grants.createIndex(Indexes.ascending("expiresAt"));
            indexed = true;
        }
    }
}
