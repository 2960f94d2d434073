package org.trunkline.registry.audit;

import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import io.quarkus.arc.All;
import io.quarkus.scheduler.Scheduled;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.jboss.logging.Logger;

/**
 * Copies events from the documents that carry them to the audit, then takes them out of there. Stopped anywhere and
 * done again, by whichever replica, it comes to the same: an event that was copied already is not copied again.
 */
@ApplicationScoped
public class AuditRelay {

    private static final Logger LOG = Logger.getLogger(AuditRelay.class);
    private static final int MOST_AT_ONCE = 1_000;

    private final AuditTrail trail;
    private final List<Outbox> outboxes;
    private boolean indexed;

    AuditRelay(AuditTrail trail, @All List<Outbox> outboxes) {
        this.trail = trail;
        this.outboxes = outboxes;
    }

    /** Relays what one document carries. When the database fails, {@link #relayAll} does it later. */
    public void relay(Outbox outbox, Object id) {
        try {
            relayEvents(carriers(outbox), id);
        } catch (MongoException e) {
            LOG.warnf("audit entries will follow later: %s", e.getMessage());
        }
    }

    /** Relays what a replica left that stopped between a write and its audit. */
    @Scheduled(
            every = "${trunkline.audit.repair-every:5s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            identity = "audit-relay")
    void relayAll() {
        try {
            createIndexes();
            outboxes.forEach(this::relayAll);
        } catch (MongoException | IllegalStateException e) { // the latter: at shutdown, the client is closed
            LOG.debugf("audit entries will follow later: %s", e.getMessage());
        }
    }

    /** So that what is left is found without looking at every document. */
    private void createIndexes() {
        if (!indexed) {
            Bson pending = Indexes.ascending(Outbox.PENDING + ".at");
            outboxes.forEach(outbox -> outbox.carriers().createIndex(pending, new IndexOptions().sparse(true)));
            indexed = true;
        }
    }

    private void relayAll(Outbox outbox) {
        MongoCollection<BsonDocument> carriers = carriers(outbox);
        carriers.find(Filters.gt(Outbox.PENDING + ".at", Instant.EPOCH))
                .projection(Projections.include("_id"))
                .limit(MOST_AT_ONCE)
                .map(carrier -> carrier.get("_id"))
                .forEach(id -> relayEvents(carriers, id));
    }

    private void relayEvents(MongoCollection<BsonDocument> carriers, Object id) {
        BsonDocument carrier = carriers.find(Filters.eq("_id", id))
                .projection(Projections.include(Outbox.PENDING))
                .first();
        BsonArray events = carrier == null ? new BsonArray() : carrier.getArray(Outbox.PENDING, new BsonArray());
        if (!events.isEmpty()) {
            List<BsonValue> ids = StreamSupport.stream(events.spliterator(), false)
                    .map(event -> trail.keep(event.asDocument()))
                    .toList();
            carriers.updateOne(
                    Filters.eq("_id", id), Updates.pullByFilter(Filters.eq(Outbox.PENDING, Filters.in("_id", ids))));
        }
    }

    private static MongoCollection<BsonDocument> carriers(Outbox outbox) {
        return outbox.carriers().withDocumentClass(BsonDocument.class);
    }
}
