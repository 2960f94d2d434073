package org.trunkline.local.samples;

import java.io.IOException;
import java.util.List;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.HttpHeaders;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.ProtocolVersions;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Streamable HTTP (MCP 2025-03-26 to 2025-11-25) for the MCP SDK's server on a Vert.x HTTP server, which spares the
 * local run a servlet container.
 */
final class StreamableServer implements McpStreamableServerTransportProvider, Handler<HttpServerRequest> {

    private final McpJsonMapper json = McpJsonDefaults.getMapper();
    private final Sessions sessions;
    private McpStreamableServerSession.Factory factory;

    StreamableServer(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void handle(HttpServerRequest request) {
        switch (request.method().name()) {
            case "POST" -> request.body().onSuccess(body -> receive(request, body));
            case "GET" -> listen(request);
            case "DELETE" -> delete(request);
            default -> end(request.response(), 405);
        }
    }

    private void receive(HttpServerRequest request, Buffer body) {
        try {
            JSONRPCMessage message = McpSchema.deserializeJsonRpcMessage(json, body.toString());
            if (message instanceof JSONRPCRequest call && McpSchema.METHOD_INITIALIZE.equals(call.method())) {
                open(request.response(), call);
            } else {
                sessions.of(request).ifPresent(session -> accept(session, message, request.response()));
            }
        } catch (IOException | IllegalArgumentException e) {
            end(request.response(), 400);
        }
    }

    private void open(HttpServerResponse response, JSONRPCRequest call) {
        var start = factory.startSession(json.convertValue(call.params(), InitializeRequest.class));
        String id = start.session().getId();
        start.initResult()
                .map(result -> text(JSONRPCResponse.result(call.id(), result)))
                .subscribe(
                        answer -> {
                            sessions.add(start.session());
                            response.putHeader(HttpHeaders.MCP_SESSION_ID, id)
                                    .putHeader("Content-Type", "application/json")
                                    .end(answer);
                        },
                        failure -> end(response, 500));
    }

    private void accept(McpStreamableServerSession session, JSONRPCMessage message, HttpServerResponse response) {
        switch (message) {
            case JSONRPCRequest call ->
                session.responseStream(new EventStream(response, json))
                        .handle(call)
                        .subscribe(done -> {}, failure -> response.reset());
            case JSONRPCNotification notification -> accepted(session.accept(notification), response);
            case JSONRPCResponse answer -> accepted(session.accept(answer), response);
            default -> end(response, 400);
        }
    }

    private static void accepted(Mono<Void> handling, HttpServerResponse response) {
        handling.subscribe(done -> {}, failure -> end(response, 500), () -> end(response, 202));
    }

    private void listen(HttpServerRequest request) {
        sessions.of(request).ifPresent(session -> {
            var listening = session.listeningStream(new EventStream(request.response(), json));
            request.response().closeHandler(gone -> listening.close());
        });
    }

    private void delete(HttpServerRequest request) {
        sessions.of(request).ifPresent(session -> {
            sessions.remove(session);
            session.delete()
                    .subscribe(done -> {}, failure -> end(request.response(), 500), () -> end(request.response(), 200));
        });
    }

    private String text(JSONRPCMessage message) {
        try {
            return json.writeValueAsString(message);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void end(HttpServerResponse response, int status) {
        response.setStatusCode(status).end();
    }

    @Override
    public List<String> protocolVersions() {
        return List.of(
                ProtocolVersions.MCP_2025_03_26, ProtocolVersions.MCP_2025_06_18, ProtocolVersions.MCP_2025_11_25);
    }

    @Override
    public void setSessionFactory(McpStreamableServerSession.Factory sessionFactory) {
        factory = sessionFactory;
    }

    @Override
    public Mono<Void> notifyClients(String method, Object params) {
        return Flux.fromIterable(sessions.open())
                .flatMap(session -> session.sendNotification(method, params).onErrorComplete())
                .then();
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Flux.fromIterable(sessions.open())
                .flatMap(McpStreamableServerSession::closeGracefully)
                .then();
    }
}
