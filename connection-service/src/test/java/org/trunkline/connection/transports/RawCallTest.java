package org.trunkline.connection.transports;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;
import static org.trunkline.connection.transports.ScriptedServer.HELLO;
import static org.trunkline.connection.transports.ScriptedServer.answer;
import static org.trunkline.connection.transports.ScriptedServer.eventStream;
import static org.trunkline.connection.transports.ScriptedServer.json;

/** Tool calls travel beside the SDK's client: what it would have done for them is done all the same. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class RawCallTest {

    private static final String PROGRESS = "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
            + "\"params\":{\"progressToken\":%s,\"progress\":1}}\n\n";

    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicReference<JsonObject> call = new AtomicReference<>();
    private ScriptedServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = new ScriptedServer();
        registry().manage("alice", "odd", config(""));
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void handsArgumentsAndResultOnAsTheyAre() {
        String arguments = "{ \"b\" : 1.50e3, \"a\":\"\\u00e9 ü\", \"big\":12345678901234567890123, \"b2\":[ ] }";
        String result = "{\"_meta\":{\"x/y\": 1.0},\"isError\":true,\"other\":{},\"structuredContent\":{\"n\" : 1.10},"
                + "\"content\":[ {\"type\":\"text\",\"text\":\"\\u20ac\"} ]}";
        server.on("tools/call", (request, message) -> {
            call.set(message);
            json(
                    request.response(),
                    "{\"result\":" + result + ",\"jsonrpc\":\"2.0\",\"id\":" + message.getValue("id") + "}");
        });

        String body = as("alice")
                .body("{\"x\":[{}],\"arguments\":" + arguments + "}")
                .post("/api/mcp/odd/tools/a\"b/call")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .asString();

        assertEquals(
                "{\"content\":[ {\"type\":\"text\",\"text\":\"\\u20ac\"} ],\"structuredContent\":{\"n\" : 1.10},"
                        + "\"isError\":true,\"_meta\":{\"x/y\": 1.0}}",
                body);
        JsonObject sent = call.get().getJsonObject("params");
        assertEquals("a\"b", sent.getString("name"));
        assertEquals(new JsonObject(arguments), sent.getJsonObject("arguments"));
    }

    @Test
    void aResultWithoutContentHasNone() {
        server.on("tools/call", (request, message) -> json(request.response(), answer(message, "{}")));

        assertEquals(
                "{\"content\":[],\"isError\":false}",
                call().statusCode(200).extract().asString());
    }

    /** Each event loop of Quarkus, two a processor, has upstream connections of its own. */
    @Test
    void connectionsAreUsedAgainWhateverFormTheAnswerHas() {
        server.on("tools/call", (request, message) -> {
            connections.add(request.connection());
            if (message.getLong("id") % 2 == 0) {
                json(request.response(), answer(message, HELLO));
            } else {
                eventStream(request).write("data: " + answer(message, HELLO) + "\n\n");
                request.response().end();
            }
        });

        int eventLoops = 2 * Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < 3 * eventLoops; i++) {
            call().statusCode(200);
        }

        assertTrue(connections.size() <= eventLoops, () -> connections.size() + " connections");
    }

    @Test
    void aStreamThatGoesOnAfterTheAnswerIsEnded() {
        AtomicBoolean ended = new AtomicBoolean();
        server.on("tools/call", (request, message) -> {
            HttpServerResponse response = eventStream(request).closeHandler(closed -> ended.set(true));
            response.write("data: " + answer(message, HELLO) + "\n\n");
        });

        call().statusCode(200).body("content[0].text", equalTo("hello"));

        await().atMost(10, SECONDS).untilTrue(ended);
        call().statusCode(200);
        assertEquals(1, server.received("initialize").size());
    }

    @Test
    void whatTheServerAsksMeanwhileIsAnswered() {
        server.on("tools/call", (request, message) -> {
            call.set(message);
            eventStream(request).write("data: {\"jsonrpc\":\"2.0\",\"id\":\"q1\",\"method\":\"ping\"}\n\n");
            server.onResponse(response -> request.response()
                    .end("data: " + answer(message, HELLO.replace("hello", response.getString("id"))) + "\n\n"));
        });

        call().statusCode(200).body("content[0].text", containsString("q1"));
    }

    @Test
    void progressGivesACallItsTimeOnceMore() {
        registry().manage("alice", "odd", config(",'timeout':1000"));
        server.on("tools/call", (request, message) -> {
            String progress = PROGRESS.formatted(
                    message.getJsonObject("params").getJsonObject("_meta").getString("progressToken"));
            HttpServerResponse response = eventStream(request);
            server.every(
                    500,
                    4,
                    () -> response.write(progress),
                    () -> response.end("data: " + answer(message, HELLO) + "\n\n"));
        });

        call().statusCode(200).body("content[0].text", equalTo("hello"));
    }

    @Test
    void progressOfAnotherCallGivesNone() {
        registry().manage("alice", "odd", config(",'timeout':1000"));
        server.on("tools/call", (request, message) -> {
            HttpServerResponse response = eventStream(request);
            server.every(
                    500,
                    4,
                    () -> response.write(PROGRESS.formatted("\"other\"")),
                    () -> response.end("data: " + answer(message, HELLO) + "\n\n"));
        });

        call().statusCode(504);
    }

    @Test
    void aCallWhoseCallerGoesAwayIsCancelledAtTheServer() throws IOException {
        AtomicBoolean freed = new AtomicBoolean();
        server.on("tools/call", (request, message) -> {
            call.set(message);
            request.response().closeHandler(closed -> freed.set(true));
        });

        try (Socket caller = new Socket("localhost", RestAssured.port)) {
            String head = "POST /api/mcp/odd/tools/echo/call HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n"
                    + "Content-Type: application/json\r\nAuthorization: Bearer "
                    + ConnectionTestBed.identity().token("alice") + "\r\n\r\n{}";
            caller.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            await().atMost(10, SECONDS).until(() -> call.get() != null);
        }

        await().atMost(10, SECONDS).untilTrue(freed);
        await().atMost(10, SECONDS)
                .until(() -> !server.received("notifications/cancelled").isEmpty());
        JsonObject cancelled =
                server.received("notifications/cancelled").getFirst().getJsonObject("params");
        assertEquals(call.get().getValue("id"), cancelled.getValue("requestId"));
    }

    @Test
    void aPrivateSessionTellsTheServerItsUserUnlessItsConfigurationSaysNo() {
        server.on("tools/call", (request, message) -> {
            call.set(message.getJsonObject("params"));
            json(request.response(), answer(message, HELLO));
        });

        call().statusCode(200);
        assertEquals("alice", call.get().getString("userId"));
        assertEquals("alice", call.get().getJsonObject("_meta").getString("org.trunkline/userId"));

        registry().manage("alice", "odd", config(",'forwardUserId':false"));
        call().statusCode(200);
        assertNull(call.get().getString("userId"));
        assertFalse(call.get().getJsonObject("_meta").containsKey("org.trunkline/userId"));
    }

    @Test
    void aSharedSessionTellsTheServerNoUserAndIsNotSharedWhereItMust() {
        registry().declare("odd", config(""));
        server.on("tools/call", (request, message) -> {
            call.set(message.getJsonObject("params"));
            json(request.response(), answer(message, HELLO));
        });

        call().statusCode(200);
        assertFalse(call.get().containsKey("userId"));
        assertTrue(call.get().getJsonObject("_meta").containsKey("progressToken"));
        assertFalse(call.get().encode().contains("alice"));

        registry().declare("odd", config(",'forwardUserId':true"));
        call().statusCode(200);
        assertEquals("alice", call.get().getString("userId"));
    }

    private String config(String more) {
        return "{'type':'http','url':'" + server.url() + "'" + more + "}";
    }

    private static ValidatableResponse call() {
        return as("alice").body("{}").post("/api/mcp/odd/tools/echo/call").then();
    }
}
