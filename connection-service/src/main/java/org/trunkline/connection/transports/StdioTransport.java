package org.trunkline.connection.transports;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import reactor.core.publisher.Mono;

/** A child process that speaks JSON-RPC by line on its standard streams (MCP 2025-11-25, "Transports", stdio). */
final class StdioTransport extends LinkTransport {

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
        child = new ChildProcess(
                command, maxLine, line -> receive(line.getBytes(StandardCharsets.UTF_8)), this::exited);
        return Mono.empty();
    }

    @Override
    Future<Void> send(Buffer message) {
        return child.write(message);
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

    private void exited(int code) {
        end("the server process ended with exit code " + code);
    }
}
