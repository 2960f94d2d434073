package org.trunkline.connection.transports;

import java.io.IOException;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.jboss.logging.Logger;
import org.trunkline.connection.transports.TransportException.Kind;
import reactor.core.publisher.Mono;

/** A child process that speaks JSON-RPC by line on its standard streams (MCP 2025-11-25, "Transports", stdio). */
final class StdioTransport extends LinkTransport {

    private static final Logger LOG = Logger.getLogger(StdioTransport.class);

    private final ProcessBuilder command;
    private final int maxLine;
    private volatile ChildProcess child;

    StdioTransport(ProcessBuilder command, McpJsonMapper json, TransportConfig config) {
        super(json);
        this.command = command;
        this.maxLine = config.maxLine().asBigInteger().intValueExact();
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        inbox.deliverTo(handler);
        child = new ChildProcess(command, maxLine, this::receive, this::exited);
        return Mono.empty();
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.create(sink -> {
            try {
                child.write(Buffer.buffer(json.writeValueAsBytes(message)))
                        .onComplete(done -> sink.success(), sink::error);
            } catch (IOException e) {
                sink.error(e);
            }
        });
    }

    @Override
    public Future<JsonNode> request(String id, Buffer message) {
        Future<JsonNode> answer = inbox.await(id);
        child.write(message).onFailure(cause -> inbox.fail(id, cause));
        return answer;
    }

    @Override
    Future<Void> announce(Buffer notification) {
        return child.write(notification);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return child == null
                ? Mono.empty()
                : Mono.create(sink -> Thread.ofPlatform().name("stdio-stop").start(() -> {
                    child.stop();
                    sink.success();
                }));
    }

    /** Servers print banners and logs where only messages belong; such a line is not the end of the session. */
    private void receive(String line) {
        try {
            inbox.receive(line);
        } catch (TransportException e) {
            LOG.debugf(
                    "stdio server %s printed what is no message",
                    command.command().getFirst());
        }
    }

    private void exited(int code) {
        String reason = "the server process ended with exit code " + code;
        inbox.failAll(new TransportException(Kind.UNREACHABLE, reason));
        lose(reason);
    }
}
