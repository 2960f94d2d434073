package org.trunkline.system;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.restassured.RestAssured;
import org.trunkline.local.Service;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** One process of a packaged service. */
final class FleetReplica implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private final Path folder;
    private final Service service;
    private final int port;
    private final DatabaseWire wire;
    private final Map<String, String> environment;
    private Process process;
    private int starts;

    FleetReplica(Path folder, Service service, int port, DatabaseWire wire, Map<String, String> environment) {
        this.folder = folder;
        this.service = service;
        this.port = port;
        this.wire = wire;
        this.environment = new HashMap<>(environment);
    }

    /** With a setting of its own from the next start on, as its environment variable. */
    FleetReplica with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Starts it; it knows itself as {@link #name} in the variable {@code REPLICA}. */
    void start() {
        start(Map.of());
    }

    /** Starts it with another setting, this once; it must end by itself, and what it logs is returned. */
    String refusalWith(String variable, String value) {
        long before = log().length();
        start(Map.of(variable, value));
        await(name() + " to refuse, see " + log()).atMost(START_TIMEOUT).until(() -> !process.isAlive());
        assertEquals(1, process.exitValue());
        return Processes.text(log().toPath()).substring((int) before);
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    private void start(Map<String, String> others) {
        starts++;
        ProcessBuilder builder = new ProcessBuilder(
                        Repository.packaging().command(Repository.root(), service, List.of("-Xmx400m")))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log()));
        builder.environment().putAll(environment);
        builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
        builder.environment().put("TRUNKLINE_DATABASE_URI", wire.connectionString());
        builder.environment().put("REPLICA", name());
        builder.environment().putAll(others);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitReady() {
        await(name() + " to be ready, see " + log())
                .atMost(START_TIMEOUT)
                .failFast(name() + " ended: " + log(), () -> !process.isAlive())
                .until(this::isReady);
    }

    boolean isReady() {
        try {
            return RestAssured.get(origin() + "/q/health/ready").statusCode() == 200;
        } catch (Exception e) { // whatever keeps it from answering
            return false;
        }
    }

    /** Its port and the number of its start. */
    String name() {
        return port + "#" + starts;
    }

    int port() {
        return port;
    }

    String origin() {
        return "http://127.0.0.1:" + port;
    }

    /** Its network to the database. */
    DatabaseWire wire() {
        return wire;
    }

    /** Ends it without notice, {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Stops it in the middle of what it does, {@code SIGSTOP}. */
    void pause() {
        signal("STOP");
    }

    /** Lets it go on, {@code SIGCONT}. */
    void resume() {
        signal("CONT");
    }

    /** Asks it to end, {@code SIGTERM}, and waits for that. */
    void terminate() {
        Processes.end(process);
    }

    /** Undoes whatever was done to it. */
    void restore() {
        wire.mend();
        if (process.isAlive()) {
            resume();
        } else {
            start();
        }
        awaitReady();
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it has logged, at all its starts. */
    String output() {
        return Processes.text(log().toPath());
    }

    private File log() {
        return folder.resolve(service.id() + "-" + port + ".log").toFile();
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            resume();
            process.destroyForcibly().onExit().join();
        }
        wire.close();
    }
}
