package org.trunkline.connection.transports;

import java.util.List;
import java.util.UUID;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.Traced;
import org.trunkline.telemetry.Collector.Span;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;
import static org.trunkline.connection.transports.ScriptedServer.HELLO;
import static org.trunkline.connection.transports.ScriptedServer.answer;
import static org.trunkline.connection.transports.ScriptedServer.json;

/** What a trace tells of a call, and what servers and neighbours are told of the trace. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
@QuarkusTestResource(value = Traced.class, restrictToAnnotatedClass = true)
class TracesTest {

    private static final String CONSUMERS_SPAN = "00f067aa0ba902b7";

    private final String trace = UUID.randomUUID().toString().replace("-", "");
    private ScriptedServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = new ScriptedServer();
        server.on("tools/call", (request, message) -> json(request.response(), answer(message, HELLO)));
        registry().manage("alice", "traced", "{'type':'streamable-http','url':'" + server.url() + "?key=clear'}");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void goOnFromTheConsumerToTheServer() {
        // when
        traced().body("{}").post("/api/mcp/traced/tools/echo/call").then().statusCode(200);

        // then
        Span request = span("POST /api/mcp/{server}/tools/{tool}/call");
        assertEquals(CONSUMERS_SPAN, request.parent());
        Span call = span("tools/call echo");
        assertEquals("CLIENT", call.kind());
        assertEquals(request.id(), call.parent());
        assertEquals("tools/call", call.attributes().get("mcp.method.name"));
        assertEquals("echo", call.attributes().get("gen_ai.tool.name"));
        assertEquals("traced", call.attributes().get("trunkline.server"));
        assertEquals("tcp", call.attributes().get("network.transport"));
        assertEquals(request.id(), span("initialize").parent());
        assertEquals(
                call.traceparent(),
                server.received("tools/call")
                        .getFirst()
                        .getJsonObject("params")
                        .getJsonObject("_meta")
                        .getString("traceparent"));
    }

    @Test
    void goOnToNeighbours() {
        // when
        traced().body("{}").post("/api/mcp/traced/tools/echo/call").then().statusCode(200);

        // then
        List<String> told = registry().neighbour().requests().stream()
                .filter(request -> request.uri().getPath().endsWith("/traced"))
                .map(request -> String.valueOf(request.trace()))
                .toList();
        assertFalse(told.isEmpty());
        assertTrue(told.stream().anyMatch(parent -> parent.startsWith("00-" + trace)), told::toString);
    }

    @Test
    void tellWhatFailed() {
        // given
        server.on(
                "tools/call",
                (request, message) -> request.response().setStatusCode(500).end());

        // when
        traced().body("{}").post("/api/mcp/traced/tools/echo/call").then().statusCode(502);

        // then
        assertEquals("http_error", span("tools/call echo").attributes().get("error.type"));
    }

    @Test
    void keepQueriesUsersAndTokensToThemselves() {
        // when
        traced().body("{}")
                .post("/api/mcp/traced/tools/echo/call?session=hidden")
                .then()
                .statusCode(200);

        // then
        span("POST /api/mcp/{server}/tools/{tool}/call");
        span("tools/call echo");
        String all = Traced.collector().spans().toString();
        for (String secret : List.of("hidden", "key=clear", "alice", "Bearer")) {
            assertFalse(all.contains(secret), () -> secret + " is in " + all);
        }
    }

    private RequestSpecification traced() {
        return as("alice").header("traceparent", "00-" + trace + "-" + CONSUMERS_SPAN + "-01");
    }

    private Span span(String name) {
        await("the span " + name)
                .atMost(10, SECONDS)
                .until(() -> Traced.collector().spans(trace).stream()
                        .anyMatch(span -> span.name().equals(name)));
        return Traced.collector().spans(trace).stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
