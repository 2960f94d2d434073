package org.trunkline.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import org.trunkline.local.Service;
import org.trunkline.local.launcher.Packaging;

import static org.awaitility.Awaitility.await;

/** Trunkline as {@code deploy/local/up} starts it: the packaged services as processes, behind the front door. */
final class LocalRun implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(4);

    /** Seven, and those of up to nine replicas. */
    private static final int PORTS = 16;

    private static final int DATABASE_OFFSET = 4;
    private static final int ORDERS_OFFSET = 6;

    private final int port = Processes.freePorts(PORTS);
    private final Path folder;
    private final List<String> options;
    private final Map<String, String> settings = new HashMap<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private Process process;

    /**
     * @param folder for data and output
     * @param options of the command, beside port and data folder
     */
    LocalRun(Path folder, String... options) {
        this.folder = folder;
        this.options = new ArrayList<>(List.of(options));
    }

    /** With a setting of the services, as its environment variable. */
    LocalRun with(String variable, String value) {
        settings.put(variable, value);
        return this;
    }

    /** With targets, as host:port, that MCP and authorization servers may be at. */
    LocalRun allowing(String... targets) {
        for (String target : targets) {
            options.addAll(List.of("--allow", target));
        }
        return this;
    }

    /** Starts it with an empty data folder. */
    LocalRun startFresh() {
        return start("--fresh");
    }

    /** Starts it with the data that the run before left. */
    LocalRun startAgain() {
        return start();
    }

    /** The front door. */
    String origin() {
        return "http://localhost:" + port;
    }

    /** What it printed since it was started last. */
    String output() {
        return Processes.text(folder.resolve("up.out"));
    }

    /** Where the services log, a file each. */
    Path logs() {
        return folder.resolve("data/logs");
    }

    /** What a MongoDB driver connects to while it runs. */
    String database() {
        return "mongodb://127.0.0.1:" + (port + DATABASE_OFFSET);
    }

    /** The URL of the sample MCP server that wants a key. */
    String ordersSample() {
        return "http://127.0.0.1:" + (port + ORDERS_OFFSET) + "/mcp";
    }

    /** The processes of a service that run now, in the order of their index. */
    List<Replica> replicas(String service) {
        return JsonPath.from(folder.resolve("data/replicas.json").toFile()).getList("", Replica.class).stream()
                .filter(replica -> replica.service().equals(service))
                .toList();
    }

    /**
     * A running process of a service.
     *
     * @param index from 1
     */
    record Replica(String service, int index, int port, long pid) {

        /** Ends it without notice ({@code kill -9}) and waits for its end. */
        void kill() {
            ProcessHandle handle = ProcessHandle.of(pid).orElseThrow();
            handle.destroyForcibly();
            handle.onExit().join();
        }

        /** Where it is reached without front door and balancer. */
        String origin() {
            return "http://127.0.0.1:" + port;
        }
    }

    /** Where the neighbours of a service reach it, one process or several. */
    String neighbour(Service service) {
        return "http://127.0.0.1:" + (port + 1 + service.ordinal());
    }

    /** The users' tokens that were sent so far. */
    Set<String> tokens() {
        return tokens;
    }

    /** A token that the demo identity provider gives a user. */
    String token(String user) {
        String token =
                RestAssured.get(origin() + "/demo/token/" + user).asString().strip();
        tokens.add(token);
        return token;
    }

    /** A JSON request through the front door with a token that the demo identity provider gave. */
    RequestSpecification as(String user) {
        return RestAssured.given().baseUri(origin()).auth().oauth2(token(user)).contentType(ContentType.JSON);
    }

    /** Ends it as a supervisor does and returns the exit code. */
    int stop() {
        return Processes.end(process);
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            stop();
        }
    }

    private LocalRun start(String... more) {
        List<String> command = new ArrayList<>(List.of(
                Repository.root().resolve("deploy/local/up").toString(),
                "--port",
                String.valueOf(port),
                "--data",
                folder.resolve("data").toString()));
        if (Repository.packaging() == Packaging.NATIVE) {
            command.add("--native");
        }
        command.addAll(options);
        Collections.addAll(command, more);
        try {
            Files.createDirectories(folder);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("up.out").toFile());
            builder.environment().putAll(settings);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("up to be ready, see " + folder.resolve("up.out"))
                .atMost(START_TIMEOUT)
                .failFast("up ended: " + folder.resolve("up.out"), () -> !process.isAlive())
                .until(() -> output().contains("Ctrl-C stops everything"));
        return this;
    }
}
