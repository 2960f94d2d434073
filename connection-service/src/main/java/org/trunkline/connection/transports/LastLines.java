package org.trunkline.connection.transports;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines that a child wrote, shortened where they are long. */
final class LastLines {

    private static final int MOST_LINES = 20;
    private static final int LONGEST = 500;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        if (lines.size() == MOST_LINES) {
            lines.removeFirst();
        }
        lines.addLast(line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line);
    }

    synchronized List<String> list() {
        return List.copyOf(lines);
    }
}
