package org.trunkline.connection.transports;

import java.util.Map;
import java.util.stream.Stream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.transports.Misbehaviour.Outcome;

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
import static org.trunkline.connection.transports.ScriptedServer.json;

/** What a caller gets and what becomes of the session when an MCP server does what it should not. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class MisbehavingServerTest {

    private ScriptedServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = new ScriptedServer();
        server.recover();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    static Stream<Misbehaviour> table() {
        return Misbehaviours.table();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void theCallerIsToldAndTheSessionLivesOnIfItCan(Misbehaviour row) {
        // given
        manage(row.settings());
        if (row.session() != Outcome.FAILED) {
            call().statusCode(200);
        }

        // when
        row.does().accept(server);
        ValidatableResponse answer = call();

        // then
        answer.statusCode(row.status()).header("Retry-After", equalTo(row.retryAfter()));
        if (row.says() != null) {
            answer.body("type", equalTo("urn:trunkline:problem:" + row.type()))
                    .body("message", containsString(row.says()));
        }
        status().body("connectionStatus", equalTo(row.session().state));
        if (row.session() == Outcome.KEPT || row.session() == Outcome.RENEWED) {
            assertEquals(row.session() == Outcome.KEPT ? 1 : 2, opened(), "upstream sessions");
        }
        server.recover();
        call().statusCode(200).body("content[0].text", equalTo("hello"));
    }

    @Test
    void nothingLeaks() {
        // given
        doEverything();
        Held before = Held.now();

        // when
        doEverything();

        // then
        await().atMost(30, SECONDS)
                .untilAsserted(() -> assertEquals(Map.of(), Held.now().beyond(before)));
    }

    @Test
    void readsAStreamThatComesInPiecesWithOtherMessagesBefore() {
        manage("");
        server.on("tools/call", (request, message) -> {
            eventStream(request).write(": comment\r\nid: 1\r\nevent: mess");
            request.response().write("age\r\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",");
            request.response().write("\"params\":{\"level\":\"info\",\"data\":\"x\"}}\r\n\r\n");
            request.response().write("data: {\"jsonrpc\":\"2.0\",\"id\":" + message.getValue("id") + ",\n");
            request.response().end("data: \"result\":" + HELLO + "}\n\n");
        });

        call().statusCode(200).body("content[0].text", equalTo("hello"));
    }

    @Test
    void readsABatch() {
        manage("");
        server.on(
                "tools/call",
                (request, message) -> json(
                        request.response(),
                        "[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"},"
                                + answer(message, HELLO) + "]"));

        call().statusCode(200).body("content[0].text", equalTo("hello"));
    }

    /** Each row as it comes, with the end of the session after it. */
    private void doEverything() {
        Misbehaviours.table().forEach(row -> {
            server.recover();
            manage(row.settings());
            call();
            row.does().accept(server);
            call();
            as("alice").delete("/api/mcp/odd/sessions/default");
        });
    }

    private void manage(String settings) {
        registry().manage("alice", "odd", "{'type':'http','url':'" + server.url() + "'" + settings + "}");
    }

    private int opened() {
        return server.received("initialize").size();
    }

    private static ValidatableResponse call() {
        return as("alice").body("{}").post("/api/mcp/odd/tools/echo/call").then();
    }

    private static ValidatableResponse status() {
        return as("alice").get("/api/mcp/connection/status/odd").then();
    }
}
