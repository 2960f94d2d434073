package org.trunkline.registry.audit;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import io.quarkus.runtime.StartupEvent;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The audit's entries in MongoDB: they are added and read. Nothing here changes or removes one. */
@ApplicationScoped
class AuditTrail {

    private static final Logger LOG = Logger.getLogger(AuditTrail.class);
    private static final String COLLECTION = "audit";
    private static final List<String> FILTERED = List.of("resource.name", "resource._id", "actor._id");

    private final MongoClient client;
    private final String database;

    AuditTrail(MongoClient client, @ConfigProperty(name = "quarkus.mongodb.database") String database) {
        this.client = client;
        this.database = database;
    }

    void prepare(@Observes StartupEvent start) {
        try {
            entries().createIndex(Indexes.descending("at", "_id"));
            for (String filtered : FILTERED) {
                entries()
                        .createIndex(
                                Indexes.compoundIndex(Indexes.ascending(filtered), Indexes.descending("at", "_id")));
            }
        } catch (MongoException e) {
            LOG.warnf("the audit's indexes could not be created, the next start tries again: %s", e.getMessage());
        }
    }

    /** Adds an entry, unless it is there already; gives its id. */
    BsonValue keep(BsonDocument entry) {
        try {
            entries().withDocumentClass(BsonDocument.class).insertOne(entry);
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
        }
        return entry.get("_id");
    }

    FindIterable<AuditEntry> newestFirst(Bson filter) {
        return entries().find(filter).sort(Sorts.descending("at", "_id"));
    }

    FindIterable<AuditEntry> oldestFirst(Bson filter) {
        return entries().find(filter).sort(Sorts.ascending("at", "_id"));
    }

    private MongoCollection<AuditEntry> entries() {
        return client.getDatabase(database).getCollection(COLLECTION, AuditEntry.class);
    }
}
