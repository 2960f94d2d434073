package org.trunkline.connection.transports;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
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

/** HTTP with SSE, against a server of the 2024-11-05 kind. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class SseTest {

    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicReference<String> credential = new AtomicReference<>();
    private final AtomicReference<HttpServerResponse> stream = new AtomicReference<>();
    private final AtomicBoolean unanswered = new AtomicBoolean();
    private volatile String endpoint = "/messages?session=1";
    private volatile boolean answering = true;
    private LoopbackServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = LoopbackServer.start(0, (vertx, port) -> this::handle);
        String url = "http://127.0.0.1:" + server.port() + "/sse";
        registry()
                .declare(
                        "weather",
                        "{'url':'" + url + "','type':'sse','requiresOAuth':false,'timeout':2000,"
                                + "'headers':{'Authorization':'Bearer weather-key'},'startup':false}");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void callsATool() {
        call().statusCode(200).body("content[0].text", equalTo("hello"));
        call().statusCode(200);

        assertEquals(1, streams.get());
        assertEquals("Bearer weather-key", credential.get());
    }

    @Test
    void aStreamThatEndsEndsTheSessionAndTheNextCallOpensAnother() {
        call().statusCode(200);

        stream.get().end();
        await().atMost(10, SECONDS)
                .untilAsserted(() -> as("alice")
                        .get("/api/mcp/connection/status/weather")
                        .then()
                        .body("connectionStatus", equalTo("disconnected")));

        call().statusCode(200);
        assertEquals(2, streams.get());
    }

    @Test
    void aServerWithoutATypeWhoseUrlIsHttpIsSpokenToSo() {
        String url = "http://127.0.0.1:" + server.port() + "/sse";
        registry().declare("weather", "{'url':'" + url + "','requiresOAuth':false}");

        call().statusCode(200).body("content[0].text", equalTo("hello"));
        assertEquals(1, streams.get());
    }

    @Test
    void aStreamThatIsSilentForTooLongEndsTheSession() {
        String url = "http://127.0.0.1:" + server.port() + "/sse";
        registry().declare("weather", "{'url':'" + url + "','type':'sse','sseReadTimeout':500,'startup':false}");
        call().statusCode(200);

        await().atMost(10, SECONDS)
                .untilAsserted(() -> as("alice")
                        .get("/api/mcp/connection/status/weather")
                        .then()
                        .body("connectionStatus", equalTo("disconnected"))
                        .body("reason", equalTo("lost")));
    }

    @Test
    void aCallUnderWayFailsWhenTheStreamEnds() {
        call().statusCode(200);
        answering = false;
        HttpServerResponse first = stream.get();
        Thread.startVirtualThread(() -> {
            await().atMost(10, SECONDS).untilTrue(unanswered);
            first.end();
        });

        call().statusCode(502).body("message", containsString("event stream"));
    }

    @Test
    void messagesGoToNoOtherOrigin() {
        endpoint = "http://127.0.0.2:" + server.port() + "/messages";

        call().statusCode(502).body("message", containsString("its endpoint is not at its own origin"));
    }

    @Test
    void whatIsNoEventStreamIsTold() {
        endpoint = null;

        call().statusCode(502).body("message", containsString("no event stream"));
    }

    @Test
    void closingTheSessionEndsTheStream() {
        call().statusCode(200);
        assertEquals(1, open.get());

        as("alice").post("/api/mcp/weather/reinitialize").then().statusCode(200);

        await().atMost(10, SECONDS).until(() -> streams.get() == 2 && open.get() == 1);
    }

    private void handle(HttpServerRequest request) {
        if (request.method().name().equals("GET")) {
            open(request);
            return;
        }
        credential.set(request.getHeader("Authorization"));
        request.body().onSuccess(body -> {
            request.response().setStatusCode(202).end("Accepted");
            JsonObject message = body.toJsonObject();
            switch (message.getString("method")) {
                case "initialize" ->
                    send(answer(
                            message,
                            "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{\"tools\":{}},"
                                    + "\"serverInfo\":{\"name\":\"weather\",\"version\":\"1\"}}"));
                case "tools/call" -> {
                    if (answering) {
                        send(answer(message, HELLO));
                    } else {
                        unanswered.set(true);
                    }
                }
                case "tools/list" -> send(answer(message, "{\"tools\":[]}"));
                default -> {}
            }
        });
    }

    private void open(HttpServerRequest request) {
        if (endpoint == null) {
            request.response().end("hello");
            return;
        }
        streams.incrementAndGet();
        open.incrementAndGet();
        HttpServerResponse response = ScriptedServer.eventStream(request);
        response.closeHandler(closed -> open.decrementAndGet());
        stream.set(response);
        response.write("event: endpoint\ndata: " + endpoint + "\n\n");
    }

    private void send(String message) {
        stream.get().write("event: message\ndata: " + message + "\n\n");
    }

    private static ValidatableResponse call() {
        return as("alice")
                .body("{}")
                .post("/api/mcp/weather/tools/forecast/call")
                .then();
    }
}
