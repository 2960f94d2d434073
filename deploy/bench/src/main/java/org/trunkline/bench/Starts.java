package org.trunkline.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.vertx.core.http.HttpServerRequest;
import org.trunkline.local.Service;
import org.trunkline.local.loopback.LoopbackServer;

/** Starts each service in each form, in turns, and prints when it was ready, what it held then, and how large it is. */
public final class Starts {

    private static final int ROUNDS = 5;
    private static final long PROBE_PAUSE_MS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final double MEBIBYTE = 1024 * 1024;

    private final Path root;
    private final Path logs;
    private final Surroundings surroundings;
    private final HttpClient http;

    /** What one start took until the service said that it is ready. */
    private record Start(double milliseconds, double cpuMilliseconds, double residentMib) {}

    private Starts(Path root, Path logs, Surroundings surroundings, HttpClient http) {
        this.root = root;
        this.logs = logs;
        this.surroundings = surroundings;
        this.http = http;
    }

    /** Needs all of them built. */
    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(System.getProperty("trunkline.root"));
        Path logs = Files.createDirectories(root.resolve("deploy/bench/target/logs"));
        try (Surroundings surroundings = new Surroundings(Starts::nothingToSay);
                HttpClient http = HttpClient.newHttpClient()) {
            new Starts(root, logs, surroundings, http).run();
        }
        System.exit(0);
    }

    private static void nothingToSay(HttpServerRequest request) {
        request.response().putHeader("Content-Type", "application/json").end("[]");
    }

    private void run() throws Exception {
        System.out.println(Machine.description());
        System.out.printf("%-44s %10s %10s %10s %10s%n", "", "ready ms", "CPU ms", "RSS MiB", "size MiB");
        for (Service service : Service.values()) {
            measure(service)
                    .forEach((form, starts) -> System.out.printf(
                            Locale.ROOT,
                            "%-44s %10.0f %10.0f %10.0f %10.0f%n",
                            service.id() + ", " + form.title(),
                            median(starts, Start::milliseconds),
                            median(starts, Start::cpuMilliseconds),
                            median(starts, Start::residentMib),
                            form.bytes(root, service) / MEBIBYTE));
        }
    }

    private Map<Form, List<Start>> measure(Service service) throws Exception {
        Map<Form, List<Start>> starts = new EnumMap<>(Form.class);
        for (int round = 0; round <= ROUNDS; round++) {
            for (Form form : Form.values()) {
                Start start = start(service, form);
                if (round > 0) { // the first one also reads the files
                    starts.computeIfAbsent(form, any -> new ArrayList<>()).add(start);
                }
            }
        }
        return starts;
    }

    private Start start(Service service, Form form) throws Exception {
        int port = Bed.freePort();
        HttpRequest probe = HttpRequest.newBuilder(
                        URI.create("http://" + LoopbackServer.HOST + ":" + port + "/q/health/ready"))
                .build();
        Path log = logs.resolve(service.id() + "-" + form.name().toLowerCase(Locale.ROOT) + ".log");
        long begin = System.nanoTime();
        try (Child child = Child.start(form.command(root, service), surroundings.settings(service, port), log)) {
            while (!ready(probe)) {
                if (!child.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                    throw new IllegalStateException(service.id() + " did not start, see " + log);
                }
                Thread.sleep(PROBE_PAUSE_MS);
            }
            return new Start((System.nanoTime() - begin) / 1e6, child.cpuMicros() / 1e3, child.residentKib() / 1024);
        }
    }

    private boolean ready(HttpRequest probe) throws InterruptedException {
        try {
            return http.send(probe, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static double median(List<Start> starts, ToDoubleFunction<Start> what) {
        return starts.stream().mapToDouble(what).sorted().toArray()[starts.size() / 2];
    }
}
