package org.trunkline.connection.sessions;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.EventListener;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.Calls.call;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** Sessions that their server ends. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class ReconnectionTest {

    private final AtomicInteger opened = new AtomicInteger();
    private final Set<ServerWebSocket> sockets = ConcurrentHashMap.newKeySet();
    private Vertx vertx;
    private int port;

    @BeforeEach
    void startServer() {
        registry().reset();
        vertx = Vertx.vertx();
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().addWebSocketSubProtocol("mcp"))
                .webSocketHandler(this::serve)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        port = server.actualPort();
    }

    @AfterEach
    void stopServer() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void isOpenedAgainForWhoListens() {
        registry().manage("alice", "watched", config("watched"));
        try (EventListener alice = new EventListener("alice", "/api/mcp/connection/events", null)) {
            await().atMost(10, SECONDS).until(() -> !alice.events().isEmpty());
            call("alice", "watched", "").statusCode(200);

            sockets.forEach(ServerWebSocket::close);

            await().atMost(20, SECONDS).until(() -> opened.get() == 2);
            await().atMost(10, SECONDS)
                    .until(() -> alice.changes("watched").containsAll(Set.of("disconnected lost", "connected opened")));
        }
    }

    @Test
    void isOpenedAgainWhenItsServerAnnouncesChanges() {
        registry().manage("alice", "announces", config("announces"));
        call("alice", "announces", "").statusCode(200);

        sockets.forEach(ServerWebSocket::close);

        await().atMost(20, SECONDS).until(() -> opened.get() == 2);
    }

    @Test
    void aCallNeedNotWaitForThat() {
        registry().manage("alice", "called", config("announces"));
        call("alice", "called", "").statusCode(200);
        sockets.forEach(ServerWebSocket::close);
        await().atMost(10, SECONDS).until(() -> sockets.isEmpty());

        call("alice", "called", "").statusCode(200);

        assertEquals(2, opened.get());
    }

    private void serve(ServerWebSocket socket) {
        opened.incrementAndGet();
        sockets.add(socket);
        socket.closeHandler(closed -> sockets.remove(socket));
        boolean announces = socket.path().contains("announces");
        socket.textMessageHandler(text -> {
            JsonObject message = new JsonObject(text);
            switch (message.getString("method")) {
                case "initialize" ->
                    socket.writeTextMessage(answer(
                            message,
                            "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{\"listChanged\":"
                                    + announces + "}},\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}"));
                case "tools/call" -> socket.writeTextMessage(answer(message, "{\"content\":[]}"));
                default -> {}
            }
        });
    }

    private static String answer(JsonObject request, String result) {
        return new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", request.getValue("id"))
                .put("result", new JsonObject(result))
                .encode();
    }

    private String config(String path) {
        return "{'type':'websocket','url':'ws://127.0.0.1:" + port + "/" + path + "'}";
    }
}
