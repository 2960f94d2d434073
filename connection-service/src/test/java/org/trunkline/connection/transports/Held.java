package org.trunkline.connection.transports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * What this JVM holds that must not grow: sessions, links and what they wait for, as far as garbage collection leaves
 * them; threads; descriptors of files and sockets; child processes.
 */
record Held(Map<String, Long> counts) {

    private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+).*");
    private static final Pattern WATCHED = Pattern.compile("org\\.trunkline\\.connection"
            + "\\.(sessions\\.(Session|Lifecycle)|links\\.\\w+|transports\\.(\\w+Transport|Inbox|Listening|HttpRequests))"
            + "|io\\.vertx\\.core\\.http\\.impl\\.HttpClientRe\\w+");

    /** Pools breathe. */
    private static final int FEW = 8;

    static Held now() {
        Map<String, Long> counts = new TreeMap<>();
        histogram().lines().map(LINE::matcher).filter(line -> line.matches()).forEach(line -> {
            if (WATCHED.matcher(line.group(2)).matches()) {
                counts.put(line.group(2), Long.valueOf(line.group(1)));
            }
        });
        counts.put("threads", (long) ManagementFactory.getThreadMXBean().getThreadCount());
        counts.put("descriptors", descriptors());
        counts.put("processes", ProcessHandle.current().descendants().count());
        return new Held(counts);
    }

    /** What there is more of than before, by how much. */
    Map<String, Long> beyond(Held before) {
        Map<String, Long> more = new TreeMap<>();
        counts.forEach((what, count) -> {
            long grown = count - before.counts().getOrDefault(what, 0L);
            if (grown > (what.contains(".") ? 0 : FEW)) {
                more.put(what, grown);
            }
        });
        return more;
    }

    /** Collects garbage first. */
    private static String histogram() {
        try {
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            return (String) beans.invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
