package org.trunkline.local.samples;

import java.io.IOException;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpStreamableServerTransport;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import reactor.core.publisher.Mono;

/** Messages to a client as the Server-Sent Events of one HTTP response. */
final class EventStream implements McpStreamableServerTransport {

    private final HttpServerResponse response;
    private final McpJsonMapper json;
    private final Context eventLoop = Vertx.currentContext();

    /** Begins the response; called on the event loop of its request. */
    EventStream(HttpServerResponse response, McpJsonMapper json) {
        this.response = response;
        this.json = json;
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-cache")
                .write(":\n\n");
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return sendMessage(message, null);
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message, String id) {
        return Mono.fromCallable(() -> event(message, id))
                .doOnNext(event -> eventLoop.runOnContext(now -> write(event)))
                .then();
    }

    private String event(JSONRPCMessage message, String id) throws IOException {
        return (id == null ? "" : "id: " + id + "\n") + "event: message\ndata: " + json.writeValueAsString(message)
                + "\n\n";
    }

    private void write(String event) {
        if (!response.ended() && !response.closed()) {
            response.write(event);
        }
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return json.convertValue(data, type);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(this::close);
    }

    @Override
    public void close() {
        eventLoop.runOnContext(now -> {
            if (!response.ended() && !response.closed()) {
                response.end();
            }
        });
    }
}
