package org.trunkline.connection.transports;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.impl.ConnectionBase;

import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** A server over WebSocket. */
final class ScriptedWebSocket extends ScriptedPeer {

    private volatile Consumer<HttpServerRequest> upgrade;
    private volatile Consumer<ServerWebSocket> opened;
    private Server http = Server.start(0, this::handle);
    private final int port = http.port();
    private boolean alive = true;

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
        registry().manage("alice", "odd", "{'type':'websocket','url':'ws://127.0.0.1:" + port + "/'" + settings + "}");
    }

    @Override
    public void recover() {
        super.recover();
        upgrade = null;
        opened = null;
        if (!alive) {
            comeBack();
        }
    }

    @Override
    void die() {
        http.close();
        alive = false;
    }

    @Override
    void comeBack() {
        http = Server.start(port, this::handle);
        alive = true;
    }

    @Override
    public void close() {
        if (alive) {
            http.close();
        }
    }

    /** The handler of requests, for a server that listens elsewhere. */
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

    private record Server(Vertx vertx, int port) {

        static Server start(int wanted, Handler<HttpServerRequest> handler) {
            Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2));
            int port = vertx.createHttpServer(new HttpServerOptions().setWebSocketSubProtocols(List.of("mcp")))
                    .requestHandler(handler)
                    .listen(wanted, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .actualPort();
            return new Server(vertx, port);
        }

        void close() {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
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
