package org.trunkline.secret;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A collection of documents with one sealed value each; things can be made to happen to it. */
final class Documents implements SealedStore {

    private final Map<String, String> sealed = new TreeMap<>();
    private Consumer<String> beforeReplace = place -> {};
    private int writesToDeath = Integer.MAX_VALUE;
    private boolean failing;

    void put(String place, String value) {
        sealed.put(place, value);
    }

    Map<String, String> all() {
        return sealed;
    }

    /** Runs that before the first try to replace each value. */
    void beforeReplace(Consumer<String> change) {
        Map<String, Boolean> done = new TreeMap<>();
        beforeReplace = place -> {
            if (done.put(place, true) == null) {
                change.accept(place);
            }
        };
    }

    void dieAfter(int writes) {
        writesToDeath = writes;
    }

    void failOnce() {
        failing = true;
    }

    @Override
    public boolean walk(Predicate<SealedRecord> visitor) {
        if (failing) {
            failing = false;
            throw new IllegalStateException("no database");
        }
        return new TreeMap<>(sealed).entrySet().stream().allMatch(read -> visitor.test(new Document(read)));
    }

    private final class Document implements SealedRecord {

        private final String place;
        private final String read;

        private Document(Map.Entry<String, String> entry) {
            place = entry.getKey();
            read = entry.getValue();
        }

        @Override
        public Map<String, String> values() {
            return Map.of(place, read);
        }

        @Override
        public boolean replace(Map<String, String> resealed) {
            if (writesToDeath-- == 0) {
                throw new Killed();
            }
            beforeReplace.accept(place);
            return sealed.replace(place, read, resealed.get(place));
        }
    }
}
