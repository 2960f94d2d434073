package org.trunkline.local.database;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;

/**
 * What all documents that a query finds have in common: the conditions that stand in it side by side or under
 * {@code $and}. Others, for instance under {@code $or}, narrow nothing down.
 */
final class Conditions {

    private final Map<String, List<Object>> byField = new HashMap<>();

    private Conditions() {}

    static Conditions of(Document query) {
        Conditions conditions = new Conditions();
        conditions.add(query);
        return conditions;
    }

    /** The values that a field can have; empty when they are not listed. */
    Optional<Collection<?>> values(String field) {
        return conditions(field)
                .<Collection<?>>mapMulti((condition, found) -> {
                    if (condition instanceof Document operators) {
                        if (operators.get("$in") instanceof Collection<?> values && areComparable(values)) {
                            found.accept(values);
                        }
                    } else if (areComparable(List.of(condition))) {
                        found.accept(List.of(condition));
                    }
                })
                .findFirst();
    }

    /** The lowest, or the highest, value that a field can have. */
    Optional<Object> bound(String field, boolean lowest) {
        List<String> operators = lowest ? List.of("$gt", "$gte") : List.of("$lt", "$lte");
        return conditions(field)
                .filter(Document.class::isInstance)
                .flatMap(condition -> operators.stream().map(((Document) condition)::get))
                .filter(value -> value != null && areComparable(List.of(value)))
                .findFirst();
    }

    private void add(Document query) {
        query.forEach((field, condition) -> {
            if (field.equals("$and") && condition instanceof Collection<?> all) {
                all.forEach(one -> add((Document) one));
            } else if (!field.startsWith("$") && condition != null) {
                byField.merge(
                        field,
                        List.of(condition),
                        (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
            }
        });
    }

    private Stream<Object> conditions(String field) {
        return byField.getOrDefault(field, List.of()).stream();
    }

    /** Null finds absent fields too, a list finds its elements, and a pattern finds texts. */
    private static boolean areComparable(Collection<?> values) {
        return values.stream()
                .noneMatch(value -> value == null
                        || value instanceof Collection
                        || value instanceof Document
                        || BsonRegularExpression.isRegularExpression(value));
    }
}
