package org.trunkline.connection.transports;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
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
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;
import static org.trunkline.connection.transports.ScriptedServer.HELLO;
import static org.trunkline.connection.transports.ScriptedServer.answer;
import static org.trunkline.connection.transports.ScriptedServer.eventStream;

/** Event streams that end or break before they brought what they were opened for. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class StreamResumptionTest {

    private final AtomicReference<JsonObject> call = new AtomicReference<>();
    private ScriptedServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = new ScriptedServer();
        registry().manage("alice", "odd", "{'type':'http','url':'" + server.url() + "'}");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void anAnswerIsReadFromWhereItsStreamEnded() {
        server.on("tools/call", (request, message) -> {
            call.set(message);
            eventStream(request).end("id: 7\nretry: 0\ndata:\n\n");
        });
        server.onGet(request -> {
            assertEquals("7", request.getHeader("Last-Event-ID"));
            eventStream(request).end("id: 8\ndata: " + answer(call.get(), HELLO) + "\n\n");
        });

        call().statusCode(200).body("content[0].text", equalTo("hello"));
        assertEquals(1, server.received("tools/call").size());
    }

    @Test
    void anAnswerIsReadFromWhereItsStreamBroke() {
        AtomicInteger gets = new AtomicInteger();
        server.on("tools/call", (request, message) -> {
            call.set(message);
            eventStream(request)
                    .write("id: a\nretry: 10\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\","
                            + "\"params\":{\"level\":\"info\",\"data\":\"1\"}}\n\ndata: {\"cut")
                    .onSuccess(sent -> request.connection().close());
        });
        server.onGet(request -> {
            if (gets.incrementAndGet() == 1) {
                request.connection().close();
            } else {
                eventStream(request).end("data: " + answer(call.get(), HELLO) + "\n\n");
            }
        });

        call().statusCode(200).body("content[0].text", equalTo("hello"));
        assertEquals(2, gets.get());
    }

    @Test
    void anAnswerThatNeverComesIsGivenUp() {
        server.on("tools/call", (request, message) -> eventStream(request).end("id: 7\nretry: 1\ndata:\n\n"));
        server.onGet(request -> eventStream(request).end());

        call().statusCode(502).body("message", containsString("ended too early"));
    }

    @Test
    void aServerThatAnnouncesChangesIsListenedToAndAgainWhenItsStreamEnds() {
        AtomicInteger gets = new AtomicInteger();
        AtomicReference<String> resumedFrom = new AtomicReference<>();
        server.toolsCapability(new JsonObject().put("listChanged", true));
        server.on("tools/call", (request, message) -> ScriptedServer.json(request.response(), answer(message, HELLO)));
        server.onGet(request -> {
            resumedFrom.set(request.getHeader("Last-Event-ID"));
            if (gets.incrementAndGet() == 1) {
                eventStream(request)
                        .end("id: 1\nretry: 1\ndata: {\"jsonrpc\":\"2.0\","
                                + "\"method\":\"notifications/tools/list_changed\"}\n\n");
            } else {
                eventStream(request).write(": open\n\n");
            }
        });

        call().statusCode(200);

        await().atMost(10, SECONDS).until(() -> gets.get() == 2);
        assertEquals("1", resumedFrom.get());
        call().statusCode(200);
        assertEquals(1, server.received("initialize").size());
    }

    @Test
    void aStreamThatIsSilentForTooLongIsOpenedAgain() {
        AtomicInteger gets = new AtomicInteger();
        registry().manage("alice", "odd", "{'type':'http','url':'" + server.url() + "','sseReadTimeout':300}");
        server.toolsCapability(new JsonObject().put("listChanged", true));
        server.on("tools/call", (request, message) -> ScriptedServer.json(request.response(), answer(message, HELLO)));
        server.onGet(request -> {
            gets.incrementAndGet();
            eventStream(request).write("retry: 1\n\n");
        });

        call().statusCode(200);

        await().atMost(10, SECONDS).until(() -> gets.get() >= 2);
        call().statusCode(200);
        assertEquals(1, server.received("initialize").size());
    }

    @Test
    void aServerThatOffersNoStreamIsAskedOnceAndKeepsItsSession() {
        AtomicInteger gets = new AtomicInteger();
        server.toolsCapability(new JsonObject().put("listChanged", true));
        server.on("tools/call", (request, message) -> ScriptedServer.json(request.response(), answer(message, HELLO)));
        server.onGet(request -> {
            gets.incrementAndGet();
            request.response().setStatusCode(404).end();
        });

        call().statusCode(200);
        await().atMost(10, SECONDS).until(() -> gets.get() == 1);
        call().statusCode(200);

        assertEquals(1, gets.get());
        assertEquals(1, server.received("initialize").size());
    }

    @Test
    void aCallThatTimesOutIsCancelledAtTheServer() {
        registry().manage("alice", "odd", "{'type':'http','timeout':300,'url':'" + server.url() + "'}");
        server.on("tools/call", (request, message) -> call.set(message));

        call().statusCode(504);

        await().atMost(10, SECONDS)
                .until(() -> !server.received("notifications/cancelled").isEmpty());
        assertEquals(
                call.get().getValue("id"),
                server.received("notifications/cancelled")
                        .getFirst()
                        .getJsonObject("params")
                        .getValue("requestId"));
    }

    private static ValidatableResponse call() {
        return as("alice").body("{}").post("/api/mcp/odd/tools/echo/call").then();
    }
}
