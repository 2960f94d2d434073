package org.trunkline.connection.transports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes that run on this machine, seen at one moment. */
final class RunningProcesses {

    /**
     * The variable that marks a child, and with it what the child starts: who leaves its parent, its process group and
     * its session keeps it.
     */
    static final String MARK = "TRUNKLINE_CHILD";

    private static final String RESIDENT = "VmRSS:";

    private final Map<Long, List<ProcessHandle>> byParent;
    private final Map<String, List<ProcessHandle>> byMark;

    private RunningProcesses(List<ProcessHandle> all) {
        byParent = all.stream()
                .collect(Collectors.groupingBy(
                        process -> process.parent().map(ProcessHandle::pid).orElse(0L)));
        byMark = all.stream()
                .map(process -> Map.entry(mark(process), process))
                .filter(marked -> !marked.getKey().isEmpty())
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    static RunningProcesses now() {
        return new RunningProcesses(ProcessHandle.allProcesses().toList());
    }

    /** Those that bear a mark; none where the system has no {@code /proc}. */
    List<ProcessHandle> marked(String mark) {
        return byMark.getOrDefault(mark, List.of());
    }

    /** These, with what they have started and what that has. */
    Set<ProcessHandle> withDescendants(Collection<ProcessHandle> roots) {
        Set<ProcessHandle> found = new HashSet<>();
        Deque<ProcessHandle> left = new ArrayDeque<>(roots);
        while (!left.isEmpty()) {
            ProcessHandle next = left.pop();
            if (found.add(next)) {
                left.addAll(byParent.getOrDefault(next.pid(), List.of()));
            }
        }
        return found;
    }

    /** The resident memory of a process, in KiB; zero where the system does not tell (proc(5), status). */
    static long residentKib(ProcessHandle process) {
        try (Stream<String> status = Files.lines(of(process, "status"))) {
            return status.filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }

    /** The mark of a process; empty without one, and for one that is another user's. */
    private static String mark(ProcessHandle process) {
        try {
            String environment = Files.readString(of(process, "environ"), StandardCharsets.ISO_8859_1);
            return Stream.of(environment.split("\0"))
                    .filter(variable -> variable.startsWith(MARK + "="))
                    .map(variable -> variable.substring(MARK.length() + 1))
                    .findFirst()
                    .orElse("");
        } catch (IOException goneOrForbidden) {
            return "";
        }
    }

    private static Path of(ProcessHandle process, String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }
}
