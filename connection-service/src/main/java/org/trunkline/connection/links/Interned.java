package org.trunkline.connection.links;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;

/** Keeps one of all equal values, as long as somebody else holds it. */
public final class Interned<T> {

    private final Map<T, WeakReference<T>> values = new WeakHashMap<>();

    /** The one that is equal to {@code value}; this one when there is none yet. */
    public synchronized T of(T value) {
        WeakReference<T> known = values.get(value);
        T kept = known == null ? null : known.get();
        if (kept == null) {
            values.put(value, new WeakReference<>(value));
            return value;
        }
        return kept;
    }
}
