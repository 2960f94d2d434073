package org.trunkline.connection.transports;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** The last lines that a child wrote, shortened where they are long, without the values that it was given. */
final class LastLines {

    private static final int MOST_LINES = 20;
    private static final int LONGEST = 500;
    private static final String HIDDEN = "***";

    /** Shorter values than this are words and numbers rather than secrets. */
    private static final int SHORTEST_SECRET = 6;

    private final Deque<String> lines = new ArrayDeque<>();
    private final List<String> secrets;

    /** @param given the values of the variables that the child was given */
    LastLines(Collection<String> given) {
        secrets = given.stream()
                .filter(value -> value.length() >= SHORTEST_SECRET)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Keeps a line; gives what is kept of it. */
    synchronized String add(String line) {
        String kept = shortened(hiding(line));
        if (lines.size() == MOST_LINES) {
            lines.removeFirst();
        }
        lines.addLast(kept);
        return kept;
    }

    synchronized List<String> list() {
        return List.copyOf(lines);
    }

    private String hiding(String line) {
        String hidden = line;
        for (String secret : secrets) {
            hidden = hidden.replace(secret, HIDDEN);
        }
        return hidden;
    }

    private static String shortened(String line) {
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
