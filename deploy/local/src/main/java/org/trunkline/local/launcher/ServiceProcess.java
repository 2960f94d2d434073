package org.trunkline.local.launcher;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    private final ServiceProgram program;
    private final Process process;

    private ServiceProcess(ServiceProgram program, Process process) {
        this.program = program;
        this.process = process;
    }

    /** Starts a service; its log takes the place of that of an earlier run. */
    static ServiceProcess start(ServiceProgram program) {
        return start(program, Redirect.to(program.log().toFile()));
    }

    /** Starts it once more, after its end; its log goes on. */
    ServiceProcess startAgain() {
        return start(program, Redirect.appendTo(program.log().toFile()));
    }

    private static ServiceProcess start(ServiceProgram program, Redirect log) {
        ProcessBuilder builder =
                new ProcessBuilder(program.command()).redirectErrorStream(true).redirectOutput(log);
        builder.environment().putAll(program.environment());
        try {
            return new ServiceProcess(program, builder.start());
        } catch (IOException e) {
            throw new LaunchFailure(program.replica().name() + " cannot be started: " + e.getMessage());
        }
    }

    Replica replica() {
        return program.replica();
    }

    String name() {
        return replica().name();
    }

    long pid() {
        return process.pid();
    }

    Path log() {
        return program.log();
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
            HttpRequest probe = HttpRequest.newBuilder(replica().health())
                    .timeout(PROBE_TIMEOUT)
                    .build();
            return http.send(probe, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The one line about a process that has ended by itself. */
    String obituary() {
        return name() + " ended with exit code " + process.exitValue() + "; its log is " + log();
    }

    /** The end of the log, without the frames of stack traces: they would hide what happened. */
    List<String> lastLines() {
        try {
            List<String> lines = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8)
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
