package org.trunkline.local.database;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import org.h2.mvstore.MVMap;

/**
 * A collection that finds documents by its indexes, and in their order, as MongoDB does: a query reads what its
 * conditions on leading fields of an index leave over, and no more than its limit when it is sorted as the index is.
 */
final class IndexedCollection extends H2Collection {

    private static final String BESIDE = "sorted";

    private final List<SortedIndex> sorted;

    IndexedCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            MVMap<Object, Document> data,
            MVMap<String, Object> meta,
            CursorRegistry cursors) {
        sorted = new ArrayList<>();
        super(database, name, options, data, meta, cursors);
    }

    /** A unique index gets a sorted one beside it, for queries on some of its fields. */
    @Override
    public void addIndex(Index<Object> index) {
        super.addIndex(index);
        if (index instanceof SortedIndex one) {
            sorted.add(one);
        } else {
            addIndex(new SortedIndex(index.getName() + BESIDE, index.getKeys(), false));
        }
    }

    @Override
    public void dropIndex(String name) {
        super.dropIndex(name);
        sorted.removeIf(index -> index.getName().equals(name));
        String beside = name + BESIDE;
        if (sorted.removeIf(index -> index.getName().equals(beside))) {
            super.dropIndex(beside);
        }
    }

    @Override
    protected QueryResult queryDocuments(
            Document query, Document order, int skip, int limit, int batchSize, Document fields) {
        Conditions conditions = Conditions.of(query);
        Optional<SortedIndex> best = sorted.stream()
                .filter(index -> index.leading(conditions) > 0 || index.isOrderedBy(order, conditions))
                .max(Comparator.<SortedIndex>comparingInt(index -> index.leading(conditions))
                        .thenComparing(index -> index.isOrderedBy(order, conditions)));
        if (best.isEmpty()) {
            return super.queryDocuments(query, order, skip, limit, batchSize, fields);
        }
        boolean ordered = best.get().isOrderedBy(order, conditions);
        Stream<Document> found = best.get().positions(conditions).map(this::getDocument);
        return matchDocumentsFromStream(found, query, ordered ? null : order, skip, limit, batchSize, fields);
    }
}
