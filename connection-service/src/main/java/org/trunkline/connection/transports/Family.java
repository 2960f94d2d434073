package org.trunkline.connection.transports;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A child process and all that it has started, also what has left it: known by the mark in its environment, by who
 * started it, and from having been seen before. Only what lets go of its environment and of its parents between two
 * looks is lost.
 */
final class Family {

    /** Each finds only what was started while the one before it ended others. */
    private static final int MOST_ROUNDS = 50;

    private final ProcessHandle child;
    private final String mark;
    private final Set<ProcessHandle> others = new HashSet<>();

    /** @param mark that the child was started with */
    Family(ProcessHandle child, String mark) {
        this.child = child;
        this.mark = mark;
    }

    /** Sees who has come and who has gone. */
    synchronized void look(RunningProcesses now) {
        others.removeIf(other -> !other.isAlive());
        others.addAll(now.marked(mark));
        others.add(child);
        others.addAll(now.withDescendants(others));
        others.remove(child);
    }

    /** The resident memory of all of them, in KiB. */
    synchronized long residentKib() {
        return Stream.concat(Stream.of(child), others.stream())
                .mapToLong(RunningProcesses::residentKib)
                .sum();
    }

    /** Ends all but the child itself, at once. */
    synchronized void endOthers() {
        Set<ProcessHandle> ended = new HashSet<>();
        look(RunningProcesses.now());
        for (int round = 0; round < MOST_ROUNDS && ended.addAll(others); round++) {
            others.forEach(ProcessHandle::destroyForcibly);
            look(RunningProcesses.now());
        }
    }
}
