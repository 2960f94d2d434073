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
    private static final String QUOTED = """
            quoted, measured elsewhere: LibreChat's MCP layer as a library in Node 20, without HTTP and JWT, on 2 cores:
              1 caller 934 calls/s, 1200 µs CPU a call, p50 0.87 ms; 32 callers 1,200 calls/s, 1000 µs, p50 26 ms, p99 45 ms;
              opening a session 9.0 ms CPU; an idle session 220 KiB
            quoted, measured elsewhere: the MCP Java SDK with its own transport behind the same API: 433 µs CPU a call at
              1 caller, 214 µs at 32, 269 µs at 256; an idle session 120 KiB heap and 4 threads""";

    private final Options options;
    private final Bed bed;
    private final Load load;

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
        CALLERS.forEach(callers -> compare("small", "x", callers));
        compare("64 KiB", "x".repeat(LARGE), CALLERS.get(1));
        sessions();
        say("%n%s", QUOTED);
    }

    /** Long enough that most of what the JVM compiles, it has compiled before it is measured. */
    private void warm() {
        for (int callers : CALLERS.reversed()) {
            load.run(bed.direct("x"), callers, Duration.ofSeconds(1));
            load.run(bed.through("alice", "x"), callers, Duration.ofSeconds(2L * options.seconds()));
        }
        open("warm-", options.sessions() / 2);
    }

    private void compare(String what, String message, int callers) {
        Load.Call direct = bed.direct(message);
        Load.Call through = bed.through("alice", message);
        Measured straight = new Measured();
        Measured ours = new Measured();
        for (int round = 0; round < options.rounds(); round++) {
            measure(straight, direct, callers, bed.echo());
            measure(ours, through, callers, bed.service());
        }
        say("%-28s %s", what + ", " + callers + " callers, direct", straight.row(straight));
        say("%-28s %s", what + ", " + callers + ", Trunkline", ours.row(straight));
    }

    private void measure(Measured sum, Load.Call call, int callers, Child measured) {
        double before = measured.cpuMicros();
        Load.Outcome outcome = load.run(call, callers, Duration.ofSeconds(options.seconds()));
        sum.add(outcome, measured.cpuMicros() - before);
    }

    private void sessions() {
        double heap = bed.service().heapKib();
        double resident = bed.service().residentKib();
        double opening = open("user-", options.sessions());
        say(
                "%n%d sessions, one user each: %.2f ms CPU to open one and call it; idle %.1f KiB heap, %.1f KiB resident"
                        + " each (with the user's token in memory)",
                options.sessions(),
                opening / 1000,
                (bed.service().heapKib() - heap) / options.sessions(),
                (bed.service().residentKib() - resident) / options.sessions());
    }

    /** Opens sessions by a call each; gives the microseconds of CPU that one took. */
    private double open(String users, int count) {
        List<Load.Call> calls = IntStream.range(0, count)
                .mapToObj(user -> bed.through(users + user, "x"))
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
