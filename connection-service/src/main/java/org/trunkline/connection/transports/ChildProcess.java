package org.trunkline.connection.transports;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import org.jboss.logging.Logger;
import org.trunkline.connection.transports.TransportException.Kind;

/**
 * The child process of a stdio server: lines in, lines out, its end noticed at once. One thread reads each of its
 * streams that is a pipe; writing takes a virtual one.
 */
final class ChildProcess {

    private static final Logger LOG = Logger.getLogger(ChildProcess.class);
    private static final long STOP_GRACE_SECONDS = 2;

    private final String name;
    private final Process process;
    private final Family family;
    private final int maxLine;
    private final ExecutorService writer;
    private volatile String killed;

    /** Who is told what a child does. */
    interface Listener {

        /** A line of its standard output. */
        void output(byte[] line);

        /** A line of its standard error. */
        void error(String line);

        /** It has ended, for the reason given in words. */
        void ended(String why);
    }

    /**
     * Starts the command.
     *
     * @param maxLine in bytes; a child that prints a longer line is ended
     * @throws TransportException when the command cannot be started
     */
    ChildProcess(ProcessBuilder command, int maxLine, Listener listener) {
        this.name = command.command().getFirst();
        this.maxLine = maxLine;
        String mark = UUID.randomUUID().toString();
        command.environment().put(RunningProcesses.MARK, mark);
        try {
            process = command.start();
        } catch (IOException e) {
            LOG.warnf("stdio server not started: %s", e.getMessage());
            throw new TransportException(Kind.UNREACHABLE, "its command cannot be started", e);
        }
        family = new Family(process.toHandle(), mark);
        writer = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
        Thread errors = null;
        if (command.redirectError() == ProcessBuilder.Redirect.PIPE) {
            errors = read("stderr", process.getErrorStream(), line -> listener.error(text(line)), () -> {});
        }
        read("stdout", process.getInputStream(), listener::output, this::outputEnded);
        Thread last = errors;
        process.onExit().thenAccept(ended -> end(last, listener));
    }

    String name() {
        return name;
    }

    /** Completes when the child has ended. */
    CompletableFuture<Process> ended() {
        return process.onExit();
    }

    /** Writes one line; fails when the child has ended or does not read. */
    Future<Void> write(Buffer line) {
        Promise<Void> done = Promise.promise();
        try {
            writer.execute(() -> {
                try {
                    OutputStream out = process.getOutputStream();
                    out.write(line.getBytes());
                    out.write('\n');
                    out.flush();
                    done.complete();
                } catch (IOException e) {
                    done.fail(new TransportException(Kind.SESSION_LOST, "the server process does not read", e));
                }
            });
        } catch (RejectedExecutionException e) {
            done.fail(new TransportException(Kind.SESSION_LOST, "the server process has ended", e));
        }
        return done.future();
    }

    /** Looks at what the child has started; gives the resident memory of all of them, in KiB. */
    long watch(RunningProcesses now) {
        family.look(now);
        return family.residentKib();
    }

    /** Ends the child and all that it has started, at once. */
    void kill(String why) {
        killed = why;
        family.endOthers();
        process.destroyForcibly();
    }

    /**
     * Ends the child as the MCP specification asks: its input is closed, then it is asked, then forced; what it has
     * started too.
     */
    void stop() {
        family.look(RunningProcesses.now());
        try {
            closeInput();
            if (!process.waitFor(STOP_GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroy();
            }
            if (!process.waitFor(STOP_GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        family.endOthers();
    }

    /** What the child has started does not outlive it. What it said last is read before its end is told. */
    private void end(Thread errors, Listener listener) {
        writer.shutdown();
        family.endOthers();
        if (errors != null) {
            try {
                errors.join(TimeUnit.SECONDS.toMillis(STOP_GRACE_SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        listener.ended(killed != null ? killed : "the server process ended with exit code " + process.exitValue());
    }

    /** By the writer, which may be in the middle of a line; a child that does not read is ended by the next step. */
    private void closeInput() {
        try {
            writer.execute(() -> {
                try {
                    process.getOutputStream().close();
                } catch (IOException e) {
                    process.destroy();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debugf("stdio server %s had ended already", name);
        }
    }

    private Thread read(String role, InputStream stream, Consumer<byte[]> lines, Runnable ended) {
        return Thread.ofPlatform().name("stdio-" + role + "-" + name).daemon().start(() -> {
            read(stream, lines);
            ended.run();
        });
    }

    /** Who will never answer any more is as good as dead, though it lives. */
    private void outputEnded() {
        try {
            if (!process.waitFor(STOP_GRACE_SECONDS, TimeUnit.SECONDS)) {
                kill("the server process closed its output");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(InputStream stream, Consumer<byte[]> lines) {
        try (InputStream in = new BufferedInputStream(stream)) {
            for (byte[] line = line(in); line != null; line = line(in)) {
                if (line.length > 0) {
                    lines.accept(line);
                }
            }
        } catch (IOException e) {
            LOG.debugf(e, "output of stdio server %s closed", name);
        }
    }

    private byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return line.size() == 0 ? null : line.toByteArray();
            }
            line.write(next);
            if (line.size() > maxLine) {
                kill("it wrote a line of more than " + maxLine + " bytes");
                throw new IOException("a line exceeds " + maxLine + " bytes");
            }
        }
        return line.toByteArray();
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8).stripTrailing();
    }
}
