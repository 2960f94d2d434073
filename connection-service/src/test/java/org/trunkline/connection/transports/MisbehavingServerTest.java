package org.trunkline.connection.transports;

import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.local.loopback.LoopbackServer;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/**
 * What a caller is told when an MCP server answers a tool call in a way it should not; the session outlives all of it.
 */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class MisbehavingServerTest {

    private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}";
    private static final String HELLO = "{\"content\":[{\"type\":\"text\",\"text\":\"hello\"}]}";

    private LoopbackServer server;
    private volatile BiConsumer<HttpServerResponse, String> answer;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = LoopbackServer.start(0, (vertx, port) -> this::handle);
        registry()
                .manage(
                        "alice",
                        "odd",
                        "{'type':'http','url':'http://127.0.0.1:" + server.port() + "/mcp','timeout':60000}");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(
                        "an HTTP error",
                        502,
                        "HTTP 500: out of order",
                        answer((response, id) -> response.setStatusCode(500).end("out of order"))),
                arguments(
                        "a redirect to where nobody is",
                        502,
                        "the connection was refused",
                        answer((response, id) -> response.setStatusCode(307)
                                .putHeader("Location", "http://127.0.0.1:1/elsewhere")
                                .end())),
                arguments(
                        "too many requests",
                        502,
                        "HTTP 429",
                        answer((response, id) -> response.setStatusCode(429)
                                .putHeader("Retry-After", "1")
                                .end())),
                arguments("no JSON", 502, "not JSON", answer((response, id) -> json(response, "<html>"))),
                arguments(
                        "JSON that is no message",
                        502,
                        "no JSON-RPC",
                        answer((response, id) -> json(response, "{\"a\":1}"))),
                arguments(
                        "the answer to another request",
                        502,
                        "ended too early",
                        answer((response, id) -> json(response, RESULT.formatted("\"trunkline-999\"", HELLO)))),
                arguments("an empty answer", 502, "ended too early", answer((response, id) -> json(response, ""))),
                arguments(
                        "an answer that is too large",
                        502,
                        "exceeds",
                        answer((response, id) -> json(response, "x".repeat(17 * 1024 * 1024)))),
                arguments(
                        "an event that is too long",
                        502,
                        "exceeds",
                        answer((response, id) -> events(response, "data: " + "x".repeat(6 * 1024 * 1024)))),
                arguments(
                        "a stream without the answer",
                        502,
                        "ended too early",
                        answer((response, id) -> events(response, ": nothing\n\n"))),
                arguments(
                        "a connection that breaks",
                        502,
                        "connection broke",
                        answer((response, id) -> response.reset())),
                arguments(
                        "a JSON-RPC error",
                        502,
                        "error -32050: not today",
                        answer((response, id) -> json(
                                response,
                                "{\"jsonrpc\":\"2.0\",\"id\":" + id
                                        + ",\"error\":{\"code\":-32050,\"message\":\"not today\"}}"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void tellsTheCallerAndKeepsTheSession(
            String name, int status, String message, BiConsumer<HttpServerResponse, String> failure) {
        // when
        answer = failure;
        call().statusCode(status).body("message", containsString(message));

        // then
        answer = (response, id) -> json(response, RESULT.formatted(id, HELLO));
        as("alice").get("/api/mcp/connection/status/odd").then().body("connectionStatus", equalTo("connected"));
        call().statusCode(200).body("content[0].text", equalTo("hello"));
    }

    @Test
    void readsAStreamThatComesInPiecesWithOtherMessagesBefore() {
        answer = (response, id) -> {
            response.setChunked(true).putHeader("Content-Type", "text/event-stream; charset=utf-8");
            response.write(": comment\r\nid: 1\r\nevent: mess");
            response.write("age\r\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",");
            response.write("\"params\":{\"level\":\"info\",\"data\":\"x\"}}\r\n\r\n");
            response.write("data: {\"jsonrpc\":\"2.0\",\"id\":" + id + ",\n");
            response.end("data: \"result\":" + HELLO + "}\n\n");
        };

        call().statusCode(200).body("content[0].text", equalTo("hello"));
    }

    @Test
    void readsABatch() {
        answer = (response, id) -> json(
                response,
                "[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}," + RESULT.formatted(id, HELLO)
                        + "]");

        call().statusCode(200).body("content[0].text", equalTo("hello"));
    }

    private static BiConsumer<HttpServerResponse, String> answer(BiConsumer<HttpServerResponse, String> answer) {
        return answer;
    }

    private static void json(HttpServerResponse response, String body) {
        response.putHeader("Content-Type", "application/json").end(body);
    }

    private static void events(HttpServerResponse response, String body) {
        response.putHeader("Content-Type", "text/event-stream").end(body);
    }

    private static ValidatableResponse call() {
        return as("alice").body("{}").post("/api/mcp/odd/tools/echo/call").then();
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            JsonObject message = body.length() == 0 ? new JsonObject() : body.toJsonObject();
            String method = message.getString("method", "");
            String id =
                    message.getValue("id") instanceof String text ? "\"" + text + "\"" : "" + message.getValue("id");
            if (method.equals("tools/call")) {
                answer.accept(request.response(), id);
            } else if (method.equals("initialize")) {
                json(
                        request.response().putHeader("Mcp-Session-Id", "one"),
                        RESULT.formatted(
                                id,
                                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                                        + "\"serverInfo\":{\"name\":\"odd\",\"version\":\"1\"}}"));
            } else {
                request.response().setStatusCode(202).end();
            }
        });
    }
}
