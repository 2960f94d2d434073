package org.trunkline.oauth.flows;

import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import io.quarkus.runtime.Startup;
import org.bson.conversions.Bson;
import org.jboss.logging.Logger;

/** Flows in MongoDB. A flow leaves PENDING once, by compare-and-set: whoever comes second finds it ended. */
@ApplicationScoped
class FlowStore implements PanacheMongoRepositoryBase<Flow, String> {

    private static final Logger LOG = Logger.getLogger(FlowStore.class);

    /** Without its index the look-up of a state reads all flows: late is better than not at all. */
    @Startup
    void createIndex() {
        try {
            mongoCollection().createIndex(Indexes.ascending("state"));
        } catch (MongoException e) {
            LOG.warnf("the index of flows could not be created: %s", e.getMessage());
        }
    }

    Optional<Flow> find(String userId, String server) {
        return findByIdOptional(Flow.id(userId, server));
    }

    /** The flow that was begun with this {@code state}. */
    Optional<Flow> ofState(String state) {
        return Optional.ofNullable(
                mongoCollection().find(Filters.eq("state", States.hash(state))).first());
    }

    /**
     * Begins a flow in place of what was there.
     *
     * @param before what was there when it was decided to begin one; empty: nothing
     * @return false when another one was begun meanwhile
     */
    boolean begin(Flow flow, Optional<Flow> before) {
        if (before.isPresent()) {
            Bson same = Filters.and(Filters.eq("_id", flow.id), Filters.eq("state", before.get().state));
            return mongoCollection().replaceOne(same, flow).getModifiedCount() > 0;
        }
        try {
            mongoCollection().insertOne(flow);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    /** Takes it on to exchange the code: true for one caller only. */
    boolean claim(Flow flow) {
        return mongoCollection()
                        .updateOne(
                                Filters.and(pending(flow), Filters.eq("claimedAt", null)),
                                Updates.set("claimedAt", Instant.now()))
                        .getModifiedCount()
                > 0;
    }

    /** Ends the flow, if it is pending; its secrets go. */
    boolean end(Flow flow, FlowStatus status, String error) {
        return mongoCollection()
                        .updateOne(
                                pending(flow),
                                Updates.combine(
                                        Updates.set("status", status),
                                        Updates.set("error", error),
                                        Updates.unset("secrets"),
                                        Updates.set("endedAt", Instant.now())))
                        .getModifiedCount()
                > 0;
    }

    private static Bson pending(Flow flow) {
        return Filters.and(
                Filters.eq("_id", flow.id), Filters.eq("state", flow.state), Filters.eq("status", FlowStatus.PENDING));
    }
}
