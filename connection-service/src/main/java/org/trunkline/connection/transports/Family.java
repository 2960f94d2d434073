package org.trunkline.connection.transports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A child process and all that it has started, as far as it was seen: what a child started remains known when the child
 * has ended, and can be ended then too.
 */
final class Family {

    private static final String RESIDENT = "VmRSS:";

    private final ProcessHandle child;
    private final Set<ProcessHandle> others = new HashSet<>();

    Family(ProcessHandle child) {
        this.child = child;
    }

    /** Sees who has come and who has gone. */
    synchronized void look() {
        others.removeIf(other -> !other.isAlive());
        child.descendants().forEach(others::add);
    }

    /** The resident memory of all of them, in KiB; zero where the system does not tell (proc(5), status). */
    synchronized long residentKib() {
        return Stream.concat(Stream.of(child), others.stream())
                .mapToLong(member -> residentKib(member.pid()))
                .sum();
    }

    /** Ends all but the child itself. */
    synchronized void endOthers() {
        look();
        others.forEach(ProcessHandle::destroyForcibly);
    }

    private static long residentKib(long pid) {
        try (Stream<String> status = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return status.filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }
}
