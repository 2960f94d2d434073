package org.trunkline.connection.links;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import org.trunkline.connection.transports.LinkTransport;
import reactor.core.publisher.Mono;

/** Gives the SDK's client the handshake that the server has answered before, so that it goes on with that session. */
final class ResumedTransport implements McpClientTransport {

    private final LinkTransport transport;
    private final InitializeResult greeting;
    private volatile Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> client;

    ResumedTransport(LinkTransport transport, InitializeResult greeting) {
        this.transport = transport;
        this.greeting = greeting;
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        client = handler;
        return transport.connect(handler);
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return switch (message) {
            case JSONRPCRequest request
            when McpSchema.METHOD_INITIALIZE.equals(request.method()) ->
                client.apply(Mono.just(JSONRPCResponse.result(request.id(), greeting)))
                        .then();
            case JSONRPCNotification notification
            when McpSchema.METHOD_NOTIFICATION_INITIALIZED.equals(notification.method()) -> Mono.empty();
            default -> transport.sendMessage(message);
        };
    }

    @Override
    public Mono<Void> closeGracefully() {
        return transport.closeGracefully();
    }

    @Override
    public void setExceptionHandler(Consumer<Throwable> handler) {
        transport.setExceptionHandler(handler);
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return transport.unmarshalFrom(data, type);
    }

    @Override
    public List<String> protocolVersions() {
        return transport.protocolVersions();
    }
}
