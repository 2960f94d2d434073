package org.trunkline.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a service on a JVM holds: by name, how much. */
record Footprint(Map<String, Long> counts) {

    private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+).*");
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
    private static final String SESSION = "org.trunkline.connection.sessions.Session";
    private static final Pattern CONVERSATION = Pattern.compile(
            "org\\.trunkline\\.connection\\.(sessions\\.Session|links\\.Link|transports\\.\\w+Transport|transports\\.Inbox)");
    private static final long BYTES_OF_A_MEGABYTE = 1024 * 1024;

    /** What may be more than before without a leak: pools and caches grow to their size, and no further. */
    private static final Map<String, Long> TOLERANCE = Map.of("threads", 12L, "descriptors", 24L, "heap MB", 24L);

    /** Now, after the service has collected its garbage. */
    static Footprint of(long pid) {
        Map<String, Long> counts = new TreeMap<>();
        String histogram = histogram(pid);
        histogram.lines().map(LINE::matcher).filter(line -> line.matches()).forEach(line -> {
            if (CONVERSATION.matcher(line.group(2)).matches()) {
                counts.put(line.group(2), Long.valueOf(line.group(1)));
            }
        });
        counts.put(
                "heap MB",
                TOTAL.matcher(histogram)
                                .results()
                                .mapToLong(total -> Long.parseLong(total.group(1)))
                                .sum()
                        / BYTES_OF_A_MEGABYTE);
        counts.put("threads", entries(pid, "task"));
        counts.put("descriptors", entries(pid, "fd"));
        counts.put(
                "processes", ProcessHandle.of(pid).orElseThrow().descendants().count());
        return new Footprint(counts);
    }

    /** Sessions that live, or are held though they do not. */
    long sessions() {
        return counts.getOrDefault(SESSION, 0L);
    }

    /** What there is more of than before, beyond what pools and caches may take. */
    Map<String, Long> beyond(Footprint before) {
        Map<String, Long> more = new TreeMap<>();
        counts.forEach((what, count) -> {
            long grown = count - before.counts().getOrDefault(what, 0L);
            if (grown > TOLERANCE.getOrDefault(what, 0L)) {
                more.put(what, grown);
            }
        });
        return more;
    }

    private static String histogram(long pid) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(jcmd, String.valueOf(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long entries(long pid, String folder) {
        try (Stream<Path> entries = Files.list(Path.of("/proc", String.valueOf(pid), folder))) {
            return entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
