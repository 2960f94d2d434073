package org.trunkline.secret;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** One walk over all stored values, which brings those under other keys under the primary one. */
final class Resealing {

    private final SecretBox box;
    private final BooleanSupplier goOn;
    private long found;

    /** @param goOn asked before each document */
    Resealing(SecretBox box, BooleanSupplier goOn) {
        this.box = box;
        this.goOn = goOn;
    }

    /** Walks; false when it was told to end before the end. */
    boolean walk(Iterable<? extends SealedStore> stores) {
        for (SealedStore store : stores) {
            if (!store.walk(record -> goOn.getAsBoolean() && reseal(record))) {
                return false;
            }
        }
        return true;
    }

    /** How many values were under other keys. What another writer changed at that moment the next walk looks at. */
    long found() {
        return found;
    }

    private boolean reseal(SealedRecord record) {
        Map<String, String> resealed = new HashMap<>();
        record.values().forEach((place, value) -> {
            if (box.keyOf(value).orElse(-1) != box.primaryKey()) {
                try {
                    resealed.put(place, box.seal(box.open(value, place), place));
                } catch (IllegalStateException e) {
                    return; // no key opens it: reports name it
                }
            }
        });
        if (!resealed.isEmpty()) {
            record.replace(resealed);
            found += resealed.size();
        }
        return true;
    }
}
