package org.trunkline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.trunkline.local.Service;
import org.trunkline.local.launcher.Packaging;

/** Measures direct calls and calls through Trunkline in turns, then many idle sessions, and prints what it found. */
public final class Bench {

    private static final List<Integer> CALLERS = List.of(1, 32, 256);
    private static final List<String> HEAP = List.of("-Xmx512m");
    private static final int LARGE = 64 * 1024;
    private static final double UNKNOWN = Double.NaN;

    /** So many are opened before it costs what it costs a service that runs: this way is compiled late. */
    private static final int WARM_SESSIONS = 4_000;

    private static final String QUOTED = """
            measured elsewhere, on 2 cores too: a sketch of the way of a call, which hands results through raw behind JAX-RS
              (opening is of what was sketched without JWT and database: 0.33 to 1.1 ms); LibreChat's MCP layer as a library
              in Node 20, without HTTP and JWT (1 caller 934 calls/s, p50 0.87 ms; 32 callers 1,200 calls/s, p50 26 ms)""";

    private final Options options;
    private final Bed bed;
    private final Load load;
    private final Comparison comparison = new Comparison();

    /**
     * How long and what to measure.
     *
     * @param seconds of each measurement
     * @param rounds of each, taken in turns
     * @param sessions that are opened and left idle
     * @param packaging which of what the build makes of the service
     */
    private record Options(int seconds, int rounds, int sessions, Packaging packaging) {

        static Options of(List<String> arguments) {
            boolean more = arguments.contains("--long");
            return new Options(
                    more ? 10 : 4,
                    more ? 5 : 2,
                    more ? 10_000 : 1_000,
                    arguments.contains("--native") ? Packaging.NATIVE : Packaging.JVM);
        }
    }

    private Bench(Options options, Bed bed, Load load) {
        this.options = options;
        this.bed = bed;
        this.load = load;
    }

    /** Options: {@code --long} and {@code --native}, as the script {@code run} explains them. */
    public static void main(String[] arguments) throws IOException {
        Options options = Options.of(List.of(arguments));
        Path root = Path.of(System.getProperty("trunkline.root"));
        Path logs = Files.createDirectories(root.resolve("deploy/bench/target/logs"));
        try (Bed bed = new Bed(options.packaging().command(root, Service.CONNECTION, HEAP), logs);
                Load load = new Load()) {
            new Bench(options, bed, load).run();
        }
        System.exit(0);
    }

    private void run() {
        say(
                "connection-service %s; its neighbours are stand-ins; user's JWTs RS256; load, neighbours and identity in one"
                        + " process",
                options.packaging() == Packaging.NATIVE ? "native" : "on the JVM");
        say(Machine.description());
        warm();
        say("%n%-28s %10s %12s %9s %9s %12s", "", "calls/s", "µs CPU/call", "p50 ms", "p99 ms", "of direct");
        compare("small", 1, 1, 192, 1200);
        compare("small", 1, 32, 46, 1000);
        compare("small", 1, 256, 49, UNKNOWN);
        compare("64 KiB", LARGE, 32, 271, UNKNOWN);
        sessions();
        say("%n%s%n%n%s", comparison, QUOTED);
    }

    /** Long enough that most of what the JVM compiles, it has compiled before it is measured. */
    private void warm() {
        for (int callers : CALLERS.reversed()) {
            load.run(bed.direct(1), callers, Duration.ofSeconds(1));
            load.run(bed.through("alice", 1), callers, Duration.ofSeconds(2L * options.seconds()));
        }
        open("warm-", WARM_SESSIONS);
    }

    private void compare(String what, int length, int callers, double sketch, double libreChat) {
        Load.Call direct = bed.direct(length);
        Load.Call through = bed.through("alice", length);
        Measured straight = new Measured();
        Measured ours = new Measured();
        for (int round = 0; round < options.rounds(); round++) {
            measure(straight, direct, callers, bed.echo());
            measure(ours, through, callers, bed.service());
        }
        say("%-28s %s", what + ", " + callers + " callers, direct", straight.row(straight));
        say("%-28s %s", what + ", " + callers + ", Trunkline", ours.row(straight));
        comparison.add("µs CPU a call, " + what + ", " + callers + " callers", ours.cpuPerCall(), sketch, libreChat);
    }

    private void measure(Measured sum, Load.Call call, int callers, Child measured) {
        double before = measured.cpuMicros();
        Load.Outcome outcome = load.run(call, callers, Duration.ofSeconds(options.seconds()));
        sum.add(outcome, measured.cpuMicros() - before);
    }

    private void sessions() {
        double heap = bed.service().heapKib();
        double resident = bed.service().residentKib();
        double opening = open("user-", options.sessions()) / 1000;
        double idle = (bed.service().heapKib() - heap) / options.sessions();
        say(
                "%n%d sessions, one user each, after %d others: %.2f ms CPU to open one and call it; idle %.1f KiB heap,"
                        + " %.1f KiB resident each (with the user's token in memory)",
                options.sessions(),
                WARM_SESSIONS,
                opening,
                idle,
                (bed.service().residentKib() - resident) / options.sessions());
        comparison.add("ms CPU to open a session", opening, UNKNOWN, 9.0);
        comparison.add("KiB heap of an idle session", idle, UNKNOWN, 220);
    }

    /** Opens sessions by a call each; gives the microseconds of CPU that one took. */
    private double open(String users, int count) {
        List<Load.Call> calls = IntStream.range(0, count)
                .mapToObj(user -> bed.through(users + user, 1))
                .toList();
        double before = bed.service().cpuMicros();
        calls.forEach(call -> {
            if (load.once(call).statusCode() != 200) {
                throw new IllegalStateException("a session was not opened");
            }
        });
        return (bed.service().cpuMicros() - before) / count;
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
