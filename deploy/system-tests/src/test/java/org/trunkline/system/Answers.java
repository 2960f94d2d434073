package org.trunkline.system;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/** What many requests got. */
final class Answers {

    private static final int MOST_TOLD = 20;

    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();

    /** @param status 0: nothing came in time */
    void came(String kind, int status) {
        counts.computeIfAbsent(kind + " " + status, fresh -> new LongAdder()).increment();
    }

    void isWrong(String what) {
        if (wrong.size() < MOST_TOLD) {
            wrong.add(what);
        }
    }

    /** The answers that should not have come, in words. */
    List<String> wrong() {
        return wrong;
    }

    /** How many came, by kind and status. */
    Map<String, Long> counts() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((what, count) -> sums.put(what, count.sum()));
        return sums;
    }
}
