package org.trunkline.registry.audit;

import java.time.Instant;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import org.bson.conversions.Bson;

/**
 * A collection whose documents carry events to the audit: the write that changes a document adds the event to it, so
 * that there is never one without the other, and {@link AuditRelay} takes it from there, whatever stops in between.
 */
public interface Outbox {

    /** In a document: the events that are still to be copied. */
    String PENDING = "pendingEvents";

    /** In a document: when its last event was. */
    String LAST = "lastEventAt";

    /** The documents. */
    MongoCollection<?> carriers();

    /** The part of an update that adds {@code event}. */
    static Bson carrying(AuditEntry event) {
        return Updates.combine(Updates.push(PENDING, event), Updates.set(LAST, event.at));
    }

    /** The part of a compare-and-set's filter that sees to it that no event came after {@code last}. */
    static Bson nothingSince(Instant last) {
        return Filters.eq(LAST, last);
    }
}
