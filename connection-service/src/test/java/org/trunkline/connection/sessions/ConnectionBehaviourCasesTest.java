package org.trunkline.connection.sessions;

import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.cases.CaseFiles.Case;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.HurriedProfile;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** What a server sees in the situations in which LibreChat was measured; where Trunkline does better, how. */
@QuarkusTest
@TestProfile(HurriedProfile.class)
@QuarkusTestResource(ConnectionTestBed.class)
class ConnectionBehaviourCasesTest {

    private static final int OK = 200;
    private static final int BAD_GATEWAY = 502;

    /**
     * What is done better, by case. A session that works is kept, a lost one is replaced unseen; nobody is asked for a
     * ping, for a stream that it has no use for, or for tools that nobody wants to know; what is idle is closed.
     */
    private static final Map<String, List<String>> BETTER = Map.of(
            "cb-1", List.of("initialize", "notifications/initialized", "tools/call"),
            "cb-3", List.of("tools/call", "initialize", "notifications/initialized", "tools/call"),
            "cb-4", List.of("tools/call"),
            "cb-8", List.of("tools/call"),
            "cb-10", List.of("tools/call"),
            "cb-17", List.of("DELETE"));

    private ChangingServer server;

    static Stream<Case> cases() {
        return CaseFiles.of("connection_behaviour");
    }

    @BeforeEach
    void startServer() {
        registry().reset();
        server = new ChangingServer();
        server.tools("[{'name':'echo','inputSchema':{'type':'object'}}]");
        registry().manage("alice", "s", "{'type':'http','url':'" + server.url() + "'}");
    }

    @AfterEach
    void stopServer() {
        as("alice").delete("/api/mcp/s/sessions/default");
        server.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void behaves(Case example) {
        int status = switch (example.id()) {
            case "cb-1" -> watchedCall();
            case "cb-3" -> afterCall(server::forgetSessions);
            case "cb-4" -> afterFailure(server::forgetSessions);
            case "cb-5" -> afterCall(() -> server.failCalls(429));
            case "cb-8" -> afterFailure(() -> server.failCalls(500));
            case "cb-9" -> afterCall(() -> server.failCalls(401));
            case "cb-10" -> afterFailure(() -> server.failCalls(401));
            case "cb-14" -> afterCall(() -> {}, this::list);
            case "cb-17" -> afterCall(() -> {}, this::waitUntilIdle);
            default -> Assumptions.<Integer>abort("covered by a test of its own");
        };

        boolean fails = example.expect().has("error") && !BETTER.containsKey(example.id());
        assertEquals(fails ? BAD_GATEWAY : OK, status);
        assertEquals(BETTER.getOrDefault(example.id(), wire(example.expect())), server.wire());
    }

    private static List<String> wire(JsonNode expect) {
        return StreamSupport.stream(expect.path("wire").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private int afterCall(Runnable event) {
        return afterCall(event, this::call);
    }

    private int afterCall(Runnable event, IntSupplier then) {
        call();
        event.run();
        server.forgetWire();
        return then.getAsInt();
    }

    private int afterFailure(Runnable event) {
        afterCall(event);
        server.failCalls(0);
        return watchedCall();
    }

    private int watchedCall() {
        server.forgetWire();
        return call();
    }

    private int call() {
        return as("alice").body("{}").post("/api/mcp/s/tools/echo/call").statusCode();
    }

    private int list() {
        return as("alice").get("/api/mcp/tools").statusCode();
    }

    private int waitUntilIdle() {
        await().atMost(20, SECONDS).until(() -> server.closed() == 1);
        return OK;
    }
}
