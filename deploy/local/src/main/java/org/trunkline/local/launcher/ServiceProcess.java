package org.trunkline.local.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A service that runs as a child process. It does not end by itself when this process is killed without notice
 * ({@code kill -9}): then it has to be ended by hand, and the next start says which of its ports is taken.
 */
final class ServiceProcess {

    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);
    private static final int LAST_LINES = 8;
    private static final Pattern STACK_FRAME = Pattern.compile("\\s+(at |\\.\\.\\. \\d+ (more|common))");

    private final String name;
    private final URI health;
    private final Path log;
    private final Process process;

    private ServiceProcess(String name, URI health, Path log, Process process) {
        this.name = name;
        this.health = health;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts a service.
     *
     * @param health answers 200 when the service is ready
     * @param log where its output goes, in place of that of an earlier run
     */
    static ServiceProcess start(
            String name, List<String> command, Map<String, String> environment, URI health, Path log) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            return new ServiceProcess(name, health, log, builder.start());
        } catch (IOException e) {
            throw new LaunchFailure(name + " cannot be started: " + e.getMessage());
        }
    }

    String name() {
        return name;
    }

    Path log() {
        return log;
    }

    /** Completes when the process has ended. */
    CompletableFuture<ServiceProcess> ended() {
        return process.onExit().thenApply(gone -> this);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Whether the service says that it is ready. */
    boolean ready(HttpClient http) throws InterruptedException {
        try {
            HttpRequest probe =
                    HttpRequest.newBuilder(health).timeout(PROBE_TIMEOUT).build();
            return http.send(probe, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The one line about a process that has ended by itself. */
    String obituary() {
        return name + " ended with exit code " + process.exitValue() + "; its log is " + log;
    }

    /** The end of the log, without the frames of stack traces: they would hide what happened. */
    List<String> lastLines() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line ->
                            !line.isBlank() && !STACK_FRAME.matcher(line).lookingAt())
                    .toList();
            return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Asks the process to end. */
    void terminate() {
        process.destroy();
    }

    /** Waits until the process has ended, for so long at the most; then it is killed. */
    void awaitEnd(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
