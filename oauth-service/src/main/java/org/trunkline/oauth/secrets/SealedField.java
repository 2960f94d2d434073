package org.trunkline.oauth.secrets;

import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import org.bson.Document;
import org.trunkline.secret.SealedRecord;
import org.trunkline.secret.SealedStore;

/** A collection each of whose documents has one sealed value, for the rotation of keys. */
public abstract class SealedField implements SealedStore {

    private static final int BATCH = 200;

    private final MongoCollection<Document> documents;
    private final String field;
    private final UnaryOperator<String> place;

    /**
     * @param field that has the sealed value, or null
     * @param place that the value of a document's id is sealed for
     */
    protected SealedField(MongoCollection<?> documents, String field, UnaryOperator<String> place) {
        this.documents = documents.withDocumentClass(Document.class);
        this.field = field;
        this.place = place;
    }

    @Override
    public boolean walk(Predicate<SealedRecord> visitor) {
        try (MongoCursor<Document> all = documents
                .find(Filters.ne(field, null))
                .projection(Projections.include(field))
                .batchSize(BATCH)
                .cursor()) {
            boolean goOn = true;
            while (goOn && all.hasNext()) {
                Document document = all.next();
                goOn = visitor.test(new Value(document.getString("_id"), document.getString(field)));
            }
            return goOn;
        }
    }

    private final class Value implements SealedRecord {

        private final String id;
        private final String sealed;

        private Value(String id, String sealed) {
            this.id = id;
            this.sealed = sealed;
        }

        @Override
        public Map<String, String> values() {
            return Map.of(place.apply(id), sealed);
        }

        @Override
        public boolean replace(Map<String, String> resealed) {
            return documents
                            .updateOne(
                                    Filters.and(Filters.eq("_id", id), Filters.eq(field, sealed)),
                                    Updates.set(field, resealed.get(place.apply(id))))
                            .getModifiedCount()
                    > 0;
        }
    }
}
