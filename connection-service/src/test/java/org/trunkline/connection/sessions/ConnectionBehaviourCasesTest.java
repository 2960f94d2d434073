package org.trunkline.connection.sessions;

import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
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

    private static final Pattern ANSWER = Pattern.compile("server answers tools/call with (\\d{3})");

    /** What the calls before were answered with, by the case that tells it. */
    private static final Map<String, Integer> BEFORE = Map.of("after cb-5", 429, "after cb-7", 500, "after cb-9", 401);

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
        Situation situation = situation(example.input());

        int status = situation.happens().getAsInt();

        boolean fails = example.expect().has("error") && situation.better() == null;
        assertEquals(fails ? BAD_GATEWAY : OK, status);
        assertEquals(
                situation.better() == null ? wire(example.expect()) : situation.better(),
                server.wire(),
                situation::why);
    }

    /**
     * @param happens gives the status of the last answer
     * @param better what comes to the server instead of what came from LibreChat; null: the same
     * @param why it is better
     */
    private record Situation(IntSupplier happens, List<String> better, String why) {

        static Situation same(IntSupplier happens) {
            return new Situation(happens, null, "as LibreChat");
        }
    }

    private Situation situation(JsonNode input) {
        String given = input.path("given").asText();
        String does = input.path("do").asText();
        Matcher answer = ANSWER.matcher(does);
        if (answer.matches()) {
            int status = Integer.parseInt(answer.group(1));
            return Situation.same(() -> afterCall(() -> server.failCalls(status)));
        }
        if (BEFORE.containsKey(given)) {
            return new Situation(
                    () -> afterFailure(() -> server.failCalls(BEFORE.get(given))),
                    List.of("tools/call"),
                    "a session that works is kept");
        }
        return switch (given) {
            case "no connection for u1" ->
                new Situation(
                        this::watchedCall,
                        List.of("initialize", "notifications/initialized", "tools/call"),
                        "nobody is asked for a ping, for a stream that it has no use for, or for tools that nobody"
                                + " wants to know");
            case "server forgot the session (404 + JSON-RPC -32001)" ->
                new Situation(
                        () -> afterCall(server::forgetSessions),
                        List.of("tools/call", "initialize", "notifications/initialized", "tools/call"),
                        "a lost session is replaced unseen");
            case "after cb-3" ->
                new Situation(
                        () -> afterFailure(server::forgetSessions),
                        List.of("tools/call"),
                        "the session was replaced by the call before");
            case "live session" -> Situation.same(() -> afterCall(() -> {}, this::list));
            case "idle > 15 min, no other call made by any user" ->
                new Situation(
                        () -> afterCall(() -> {}, this::waitUntilIdle),
                        List.of("DELETE"),
                        "what is idle is closed though nobody calls");
            default -> throw new IllegalArgumentException("not staged here: " + given + ", " + does);
        };
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
