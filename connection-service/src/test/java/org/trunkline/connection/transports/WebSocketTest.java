package org.trunkline.connection.transports;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.local.loopback.LoopbackServer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;
import static org.trunkline.connection.transports.ScriptedServer.HELLO;
import static org.trunkline.connection.transports.ScriptedServer.answer;

@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class WebSocketTest {

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicReference<ServerWebSocket> socket = new AtomicReference<>();
    private final AtomicReference<String> credential = new AtomicReference<>();
    private final AtomicReference<String> subprotocol = new AtomicReference<>();
    private Vertx vertx;

    @BeforeEach
    void startServer() {
        registry().reset();
        vertx = Vertx.vertx();
        HttpServerOptions options = new HttpServerOptions().setWebSocketSubProtocols(List.of("mcp"));
        HttpServer server = vertx.createHttpServer(options)
                .webSocketHandler(this::serve)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        manage(server.actualPort());
    }

    @AfterEach
    void stopServer() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void callsATool() {
        call().statusCode(200).body("content[0].text", equalTo("hello"));
        call().statusCode(200);

        assertEquals(1, opened.get());
        assertEquals("mcp", subprotocol.get());
        assertEquals("key", credential.get());
    }

    @Test
    void aSocketThatClosesEndsTheSessionAndTheNextCallOpensAnother() {
        call().statusCode(200);

        socket.get().close();
        await().atMost(10, SECONDS)
                .untilAsserted(() -> as("alice")
                        .get("/api/mcp/connection/status/realtime")
                        .then()
                        .body("connectionStatus", equalTo("disconnected")));

        call().statusCode(200);
        assertEquals(2, opened.get());
    }

    @Test
    void closingTheSessionClosesTheSocket() {
        call().statusCode(200);

        as("alice").post("/api/mcp/realtime/reinitialize").then().statusCode(200);

        await().atMost(10, SECONDS).until(() -> opened.get() == 2 && open.get() == 1);
    }

    @Test
    void aServerThatRefusesTheUpgradeIsTold() {
        try (LoopbackServer refusing = LoopbackServer.start(
                0,
                (its, here) -> request -> request.response().setStatusCode(401).end())) {
            manage(refusing.port());
            call().statusCode(502).body("message", containsString("refused the credential"));
        }
    }

    private static void manage(int port) {
        registry()
                .declare(
                        "realtime",
                        "{'type':'websocket','startup':false,'url':'ws://127.0.0.1:" + port
                                + "/','headers':{'X-Key':'key'}}");
    }

    private void serve(ServerWebSocket accepted) {
        opened.incrementAndGet();
        open.incrementAndGet();
        socket.set(accepted);
        credential.set(accepted.headers().get("X-Key"));
        subprotocol.set(accepted.headers().get("Sec-WebSocket-Protocol"));
        accepted.closeHandler(closed -> open.decrementAndGet());
        accepted.textMessageHandler(text -> {
            JsonObject message = new JsonObject(text);
            switch (message.getString("method")) {
                case "initialize" ->
                    accepted.writeTextMessage(answer(
                            message,
                            "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
                                    + "\"serverInfo\":{\"name\":\"realtime\",\"version\":\"1\"}}"));
                case "tools/call" -> accepted.writeTextMessage(answer(message, HELLO));
                case "tools/list" -> accepted.writeTextMessage(answer(message, "{\"tools\":[]}"));
                default -> {}
            }
        });
    }

    private static ValidatableResponse call() {
        return as("alice").body("{}").post("/api/mcp/realtime/tools/tick/call").then();
    }
}
