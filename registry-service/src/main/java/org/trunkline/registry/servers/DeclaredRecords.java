package org.trunkline.registry.servers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import org.bson.conversions.Bson;
import org.trunkline.registry.audit.AuditEntry;
import org.trunkline.registry.audit.Outbox;

/** What the audit was last told of declared servers, in MongoDB: of several replicas that read one file, one tells. */
@ApplicationScoped
class DeclaredRecords implements PanacheMongoRepositoryBase<DeclaredRecord, String>, Outbox {

    @Override
    public MongoCollection<DeclaredRecord> carriers() {
        return mongoCollection();
    }

    List<DeclaredRecord> all() {
        return mongoCollection().find().into(new ArrayList<>());
    }

    /**
     * Keeps {@code event}'s state of a server.
     *
     * @param before null when there is none yet
     * @return false when another replica was faster
     */
    boolean write(String name, String state, AuditEntry event, DeclaredRecord before) {
        Instant last = before == null ? null : before.lastEventAt;
        Bson next =
                Updates.combine(Updates.set("state", state), Updates.set("shown", event.after), Outbox.carrying(event));
        try {
            mongoCollection()
                    .updateOne(
                            Filters.and(Filters.eq("_id", name), Outbox.nothingSince(last)),
                            next,
                            new UpdateOptions().upsert(before == null));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }
}
