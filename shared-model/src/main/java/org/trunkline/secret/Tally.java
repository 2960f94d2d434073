package org.trunkline.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Counts values by the keys that they are under. */
final class Tally {

    private static final int NAMED = 100;

    private final SecretBox box;
    private final long primary;
    private final Map<Long, Long> values = new TreeMap<>();
    private final List<String> unreadable = new ArrayList<>();
    private long unreadableValues;

    Tally(SecretBox box) {
        this.box = box;
        primary = box.primaryKey();
        box.keys().forEach(key -> values.put(key, 0L));
    }

    void count(SealedRecord record) {
        record.values().forEach((place, value) -> {
            OptionalLong key = box.keyOf(value);
            if (key.isPresent() && opens(value, place)) {
                values.merge(key.getAsLong(), 1L, Long::sum);
            } else {
                unreadableValues++;
                if (unreadable.size() < NAMED) {
                    unreadable.add(place);
                }
            }
        });
    }

    RotationReport report(RotationRecord record) {
        return new RotationReport(
                record.state(),
                primary,
                values.getOrDefault(primary, 0L),
                values.values().stream().mapToLong(Long::longValue).sum(),
                values.entrySet().stream()
                        .map(key -> new RotationReport.KeyUse(
                                key.getKey(), key.getValue(), key.getKey() != primary && key.getValue() == 0))
                        .toList(),
                new RotationReport.Unreadable(unreadableValues, unreadable),
                record.startedAt(),
                record.endedAt(),
                record.lastError());
    }

    private boolean opens(String value, String place) {
        try {
            box.open(value, place);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
