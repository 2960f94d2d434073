package org.trunkline.connection.transports;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import org.jboss.logging.Logger;
import org.trunkline.connection.transports.TransportException.Kind;

/**
 * The child process of a stdio server: lines in, lines out, its end noticed at once. One thread each reads and writes.
 */
final class ChildProcess {

    private static final Logger LOG = Logger.getLogger(ChildProcess.class);
    private static final long STOP_GRACE_SECONDS = 2;

    private final String name;
    private final Process process;
    private final int maxLine;
    private final ExecutorService writer;

    /**
     * Starts the command.
     *
     * @param maxLine in bytes; a child that prints a longer line is ended
     * @param output takes each line of the child's standard output
     * @param exited takes the exit code when the child has ended
     * @throws TransportException when the command cannot be started
     */
    ChildProcess(ProcessBuilder command, int maxLine, Consumer<String> output, IntConsumer exited) {
        this.name = command.command().getFirst();
        this.maxLine = maxLine;
        try {
            process = command.start();
        } catch (IOException e) {
            LOG.warnf("stdio server not started: %s", e.getMessage());
            throw new TransportException(Kind.UNREACHABLE, "its command cannot be started", e);
        }
        writer = Executors.newSingleThreadExecutor(thread("writer"));
        thread("reader").newThread(() -> read(process.getInputStream(), output)).start();
        thread("stderr")
                .newThread(() -> read(process.getErrorStream(), this::log))
                .start();
        process.onExit().thenAccept(ended -> {
            writer.shutdown();
            exited.accept(ended.exitValue());
        });
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

    /**
     * Ends the child as the MCP specification asks: its input is closed, then it is asked, then forced; its children
     * too.
     */
    void stop() {
        List<ProcessHandle> children = process.descendants().toList();
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
        children.forEach(ProcessHandle::destroyForcibly);
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

    private ThreadFactory thread(String role) {
        return Thread.ofPlatform().name("stdio-" + role + "-" + name).daemon().factory();
    }

    private void read(InputStream stream, Consumer<String> lines) {
        try (InputStream in = new BufferedInputStream(stream)) {
            for (String line = line(in); line != null; line = line(in)) {
                if (!line.isBlank()) {
                    lines.accept(line);
                }
            }
        } catch (IOException e) {
            LOG.debugf(e, "output of stdio server %s closed", name);
        }
    }

    private String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
            }
            line.write(next);
            if (line.size() > maxLine) {
                process.destroyForcibly();
                throw new IOException("a line exceeds " + maxLine + " bytes");
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private void log(String line) {
        LOG.debugf("stderr of stdio server %s: %s", name, line);
    }
}
