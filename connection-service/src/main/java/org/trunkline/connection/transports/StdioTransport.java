package org.trunkline.connection.transports;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import org.jboss.logging.Logger;
import org.trunkline.connection.transports.TransportException.Kind;
import reactor.core.publisher.Mono;

/** A child process that speaks JSON-RPC by line on its standard streams (MCP 2025-11-25, "Transports", stdio). */
final class StdioTransport extends LinkTransport implements ChildProcess.Listener {

    private static final Logger LOG = Logger.getLogger(StdioTransport.class);

    private static final long PATIENCE_SECONDS = 2;

    private final Children children;
    private final ProcessBuilder command;
    private final Logger.Level errorLevel;
    private final LastLines errors;
    private final Promise<ChildProcess> child = Promise.promise();

    /** @param errorLevel at which the child's standard error is logged, if it is a pipe */
    StdioTransport(Children children, ProcessBuilder command, Logger.Level errorLevel, McpJsonMapper json) {
        super(json);
        this.children = children;
        this.command = command;
        this.errors = new LastLines(given(command));
        this.errorLevel = errorLevel;
    }

    /** What the server's configuration sets, and not what every child inherits. */
    private static List<String> given(ProcessBuilder command) {
        return command.environment().entrySet().stream()
                .filter(variable -> !variable.getValue().equals(System.getenv(variable.getKey())))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Starts the child on a thread of its own: that takes too long for an event loop. */
    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        inbox.deliverTo(handler);
        return Mono.create(sink -> {
            Thread.ofVirtual().start(this::start);
            child.future().onComplete(running -> sink.success(), sink::error);
        });
    }

    private void start() {
        try {
            ChildProcess started = children.start(command, this);
            if (!child.tryComplete(started)) {
                started.stop();
            }
        } catch (TransportException e) {
            child.tryFail(e);
        }
    }

    @Override
    Future<Void> send(Buffer message) {
        return child.future().compose(running -> running.write(message).recover(this::lastWords));
    }

    /** A process that does not read has ended, as a rule: why says more than that it does not. */
    private Future<Void> lastWords(Throwable unwritten) {
        return lost().timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .transform(ended -> Future.failedFuture(
                        ended.succeeded()
                                ? new TransportException(Kind.SESSION_LOST, ended.result(), said())
                                : unwritten));
    }

    /** A child that has still to be started is ended when it is. */
    @Override
    public Mono<Void> closeGracefully() {
        child.tryFail(new TransportException(Kind.UNREACHABLE, "the session was closed"));
        return Mono.create(sink -> child.future()
                .onSuccess(running -> Thread.ofVirtual().start(() -> {
                    running.stop();
                    sink.success();
                }))
                .onFailure(absent -> sink.success()));
    }

    @Override
    public void output(byte[] line) {
        receive(line);
    }

    @Override
    public void error(String line) {
        LOG.logf(errorLevel, "stderr of stdio server %s: %s", command.command().getFirst(), errors.add(line));
    }

    @Override
    public List<String> said() {
        return errors.list();
    }

    @Override
    public void ended(String why) {
        end(new TransportException(Kind.UNREACHABLE, why, errors.list()));
    }
}
