package org.trunkline.oauth.flows;

import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;

/** Flows in MongoDB. A flow leaves PENDING once, by compare-and-set: whoever comes second finds it ended. */
@ApplicationScoped
class FlowStore implements PanacheMongoRepositoryBase<Flow, String> {

    Optional<Flow> find(String userId, String server) {
        return findByIdOptional(Flow.id(userId, server));
    }

    /** Fails the flow if it is pending. */
    boolean fail(String id, String error) {
        return mongoCollection()
                        .updateOne(
                                Filters.and(Filters.eq("_id", id), Filters.eq("status", FlowStatus.PENDING)),
                                Updates.combine(
                                        Updates.set("status", FlowStatus.FAILED),
                                        Updates.set("error", error),
                                        Updates.set("endedAt", Instant.now())))
                        .getModifiedCount()
                > 0;
    }
}
