package org.trunkline.local.database;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Document;

/** An index that is not unique. It is in memory only: opening a collection fills it. */
final class SortedIndex extends Index<Object> {

    private final TreeSet<Entry> entries = new TreeSet<>(this::compare);

    SortedIndex(String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
    }

    /** How many of its first fields have listed values. */
    int leading(Conditions conditions) {
        return (int) getKeys().stream()
                .takeWhile(key -> conditions.values(key.getKey()).isPresent())
                .count();
    }

    /** Whether what it finds is in that order; null asks for none. */
    boolean isOrderedBy(Document order, Conditions conditions) {
        if (order == null || order.isEmpty()) {
            return false;
        }
        List<String> asked = order.entrySet().stream()
                .map(field -> field.getKey() + Integer.signum(((Number) field.getValue()).intValue()))
                .toList();
        List<String> given = getKeys().stream()
                .skip(leading(conditions))
                .limit(asked.size())
                .map(key -> key.getKey() + (key.isAscending() ? 1 : -1))
                .toList();
        return asked.equals(given);
    }

    /** Where the documents are that have the leading values, each once, in the order of the other fields. */
    Stream<Object> positions(Conditions conditions) {
        int leading = leading(conditions);
        PriorityQueue<Range> ranges = new PriorityQueue<>((a, b) -> compare(a.next.values(), b.next.values(), leading));
        prefixes(conditions, leading)
                .map(prefix -> new Range(prefix, start(prefix, conditions)))
                .filter(range -> range.next != null)
                .forEach(ranges::add);
        Set<Object> seen = new HashSet<>();
        return Stream.generate(() -> next(ranges))
                .takeWhile(Objects::nonNull)
                .map(Entry::position)
                .filter(seen::add);
    }

    @Override
    public void add(Document document, Object position, MongoCollection<Object> collection) {
        entries(document).forEach(entries::add);
    }

    @Override
    public Object remove(Document document) {
        entries(document).forEach(entries::remove);
        return position(document);
    }

    @Override
    public void updateInPlace(Document before, Document after, Object position, MongoCollection<Object> collection) {
        entries(before).forEach(entries::remove);
        entries(after).forEach(entries::add);
    }

    @Override
    public long getCount() {
        return entries.size();
    }

    @Override
    public long getDataSize() {
        return entries.size();
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Object> collection) {}

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Object> collection) {}

    @Override
    public void drop() {
        entries.clear();
    }

    /** The collection asks for {@link #positions} instead. */
    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Object getPosition(Document document) {
        return null;
    }

    @Override
    public Iterable<Object> getPositions(Document query) {
        return List.of();
    }

    private Stream<List<Object>> prefixes(Conditions conditions, int leading) {
        Stream<List<Object>> prefixes = Stream.of(List.of());
        for (int i = 0; i < leading; i++) {
            Collection<?> values = conditions.values(getKeys().get(i).getKey()).orElseThrow();
            prefixes = prefixes.flatMap(prefix -> values.stream().map(value -> with(prefix, value)));
        }
        return prefixes.distinct();
    }

    /** Where reading begins: a bound of the field after the prefix spares what comes before. */
    private List<Object> start(List<Object> prefix, Conditions conditions) {
        if (prefix.size() == getKeys().size()) {
            return prefix;
        }
        IndexKey next = getKeys().get(prefix.size());
        return conditions
                .bound(next.getKey(), next.isAscending())
                .map(bound -> with(prefix, bound))
                .orElse(prefix);
    }

    private static List<Object> with(List<Object> prefix, Object value) {
        return Stream.concat(prefix.stream(), Stream.of(value)).toList();
    }

    private static Entry next(PriorityQueue<Range> ranges) {
        Range first = ranges.poll();
        if (first == null) {
            return null;
        }
        Entry entry = first.next;
        first.advance();
        if (first.next != null) {
            ranges.add(first);
        }
        return entry;
    }

    private Stream<Entry> entries(Document document) {
        return getKeyValues(document).stream()
                .map(values -> new Entry(values.stream().toList(), position(document)));
    }

    /** As the library's collections have it: the id. */
    private static Object position(Document document) {
        return Missing.ofNullable(document.get("_id"));
    }

    private int compare(Entry a, Entry b) {
        int byValues = compare(a.values(), b.values(), 0);
        if (byValues != 0 || a.values().size() != b.values().size()) {
            return byValues != 0
                    ? byValues
                    : Integer.compare(a.values().size(), b.values().size());
        }
        return a.position() == null || b.position() == null
                ? Boolean.compare(a.position() != null, b.position() != null)
                : ValueComparator.asc().compare(a.position(), b.position());
    }

    /** Compares the values that both have, from one on. */
    private int compare(List<Object> a, List<Object> b, int from) {
        for (int i = from; i < Math.min(a.size(), b.size()); i++) {
            ValueComparator order = getKeys().get(i).isAscending() ? ValueComparator.asc() : ValueComparator.desc();
            int result = order.compare(a.get(i), b.get(i));
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    /** @param position null: before all entries with these values, of which it may have fewer than they */
    private record Entry(List<Object> values, Object position) {}

    /** The entries that begin with the same values, read one by one. */
    private final class Range {

        private final List<Object> prefix;
        private final Iterator<Entry> rest;
        private Entry next;

        private Range(List<Object> prefix, List<Object> start) {
            this.prefix = prefix;
            rest = entries.tailSet(new Entry(start, null)).iterator();
            advance();
        }

        private void advance() {
            Entry entry = rest.hasNext() ? rest.next() : null;
            next = entry == null || compare(entry.values(), prefix, 0) != 0 ? null : entry;
        }
    }
}
