package org.trunkline.connection.transports;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.impl.ConnectionBase;

import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** A server over WebSocket. */
final class ScriptedWebSocket extends ScriptedSite {

    private volatile Consumer<HttpServerRequest> upgrade;
    private volatile Consumer<ServerWebSocket> opened;

    /** From now on requests for a WebSocket are answered so. */
    void onUpgrade(Consumer<HttpServerRequest> script) {
        upgrade = script;
    }

    /** From now on this is done when a WebSocket is open. */
    void onOpen(Consumer<ServerWebSocket> script) {
        opened = script;
    }

    @Override
    public void register(String settings) {
        registry()
                .manage("alice", "odd", "{'type':'websocket','url':'ws://127.0.0.1:" + port() + "/'" + settings + "}");
    }

    @Override
    public void recover() {
        super.recover();
        upgrade = null;
        opened = null;
    }

    @Override
    void handle(HttpServerRequest request) {
        if (upgrade != null) {
            upgrade.accept(request);
            return;
        }
        request.toWebSocket().onSuccess(socket -> {
            Client client = new Stream(socket, request.connection(), new AtomicBoolean());
            socket.textMessageHandler(text -> receive(client, new JsonObject(text)));
            if (opened != null) {
                opened.accept(socket);
            }
        });
    }

    /** @param begun whether a message was begun that has no end yet */
    record Stream(ServerWebSocket socket, HttpConnection connection, AtomicBoolean begun) implements Client {

        @Override
        public void send(String message) {
            socket.writeTextMessage(message);
        }

        @Override
        public Future<Void> sendPart(Buffer part) {
            return socket.writeFrame(
                    begun.getAndSet(true)
                            ? WebSocketFrame.continuationFrame(part, false)
                            : WebSocketFrame.textFrame(part.toString(), false));
        }

        @Override
        public void end() {
            socket.close((short) 1008, "not today");
        }

        @Override
        public void cut() {
            ((ConnectionBase) connection).channel().unsafe().closeForcibly();
        }
    }
}
