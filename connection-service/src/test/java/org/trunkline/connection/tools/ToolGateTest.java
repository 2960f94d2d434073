package org.trunkline.connection.tools;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.EventListener;
import org.trunkline.neighbours.StubNeighbour.Answer;
import org.trunkline.neighbours.StubNeighbour.Request;
import org.trunkline.tool.ToolDefinition;
import org.trunkline.tool.ToolReport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** Tool policies and pinned definitions, at the list and at the call. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class ToolGateTest {

    private static final String READ =
            "{'name':'read','description':'Reads','inputSchema':{'type':'object'},'annotations':{'readOnlyHint':true}}";
    private static final String WRITE = "{'name':'write','description':'Writes','inputSchema':{'type':'object'}}";
    private static final String CHANGED = READ.replace("Reads", "Reads, and tells everybody");

    private ChangingServer server;
    private long earlier;

    /** What the registry has pinned of the server. */
    private final Map<String, String> pins = new HashMap<>();

    @BeforeEach
    void startServer() {
        server = new ChangingServer();
        offer(READ, WRITE);
        registry().reset();
        earlier = posts().count();
        registry().neighbour().on("POST", "/internal/v1/servers/guarded/tools", this::pin);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void whatIsDeniedIsNeitherListedNorCalled() {
        guarded(",'toolPolicy':{'allow':['*'],'deny':['wr?te']}");

        list().body("tools.name", contains("read")).body("outcome", equalTo("ok"));
        call("read").statusCode(200);
        call("write")
                .statusCode(403)
                .body("type", equalTo("urn:trunkline:problem:tool-not-allowed"))
                .body("tool", equalTo("write"))
                .body("message", equalTo("Tool 'write' of MCP server 'guarded' may not be used"));
        assertEquals(1, server.calls());
    }

    @Test
    void theSameIsSaidOfADeniedToolThatIsThereAndOfOneThatIsNot() {
        guarded(",'toolPolicy':{'allow':['read']}");

        String there = call("write").statusCode(403).extract().path("message");
        String absent = call("wroto").statusCode(403).extract().path("message");

        assertEquals(there.replace("write", "wroto"), absent);
    }

    @Test
    void aDeniedCallOpensNoSession() {
        guarded(",'toolPolicy':{'allow':[]}");

        call("read").statusCode(403);

        assertEquals(0, server.opened());
    }

    @Test
    void theToolsKeyIsNoWayAroundThePolicy() {
        guarded(",'toolPolicy':{'deny':['write']}");

        as("alice")
                .body("{\"tool\":\"write_mcp_guarded\"}")
                .post("/api/mcp/tools/call")
                .then()
                .statusCode(403);
        assertEquals(0, server.calls());
    }

    @Test
    void readOnlyIsDecidedByTheAnnotations() {
        guarded(",'toolPolicy':{'readOnlyOnly':true}");

        call("write").statusCode(403);
        call("read").statusCode(200);
        call("unlisted").statusCode(403);
        list().body("tools.name", contains("read"));
    }

    @Test
    void aToolThatIsListedTwiceIsWhatEachOfTheTwoSays() {
        guarded(",'toolPolicy':{'readOnlyOnly':true}");
        offer(READ, READ.replace("true", "false"));

        call("read").statusCode(403);
    }

    @Test
    void aNewToolIsReportedAndPinnedBeforeItIsUsed() {
        pinned();

        call("read").statusCode(200);

        assertEquals(
                List.of("read"),
                reported(0).tools().stream().map(ToolDefinition::name).toList());
        assertEquals(reported(0).tools().getFirst().hash(), pins.get("read"));
        list().body("tools.name", containsInAnyOrder("read", "write")).body("outcome", equalTo("ok"));
    }

    @Test
    void aChangedToolIsNeitherListedNorCalled() {
        pinned();
        list().body("tools.name", containsInAnyOrder("read", "write"));

        offer(CHANGED, WRITE);

        call("read")
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:trunkline:problem:tool-quarantined"))
                .body("tool", equalTo("read"))
                .body("message", containsString("quarantine"));
        call("write").statusCode(200);
        list().body("tools.name", contains("write"))
                .body("outcome", equalTo("quarantined"))
                .body("quarantined", contains("read"))
                .body(not(containsString("tells everybody")));
        assertEquals(1, server.calls());
    }

    @Test
    void aChangeIsReportedOnceHoweverManyCallsMeetIt() {
        pinned();
        call("read").statusCode(200);
        int before = reports();

        offer(CHANGED, WRITE);
        IntStream.range(0, 20).parallel().forEach(i -> call("read").statusCode(409));

        assertEquals(before + 1, reports());
    }

    @Test
    void anAcceptedChangeIsUsed() {
        pinned();
        call("read").statusCode(200);
        offer(CHANGED);
        call("read").statusCode(409);

        pins.put("read", reported(reports() - 1).tools().getFirst().hash());
        registry().pin("guarded", pins);

        call("read").statusCode(200);
        offer(READ);
        call("read").statusCode(409);
    }

    @Test
    void aSessionSaysWhichOfItsToolsAreInQuarantineUntilTheyAreAccepted() {
        pinned();
        list().body("outcome", equalTo("ok"));
        status().body("quarantined", nullValue());
        try (EventListener alice = new EventListener("alice", "/api/mcp/connection/events", null)) {
            await().atMost(10, SECONDS).until(() -> !alice.events().isEmpty());

            offer(CHANGED, WRITE);
            call("read").statusCode(409);

            status().body("connectionStatus", equalTo("connected"))
                    .body("quarantined.tools", contains("read"))
                    .body("quarantined.whole", equalTo(false))
                    .body("quarantined.message", containsString("accepts"))
                    .body("quarantined.since", notNullValue());
            as("alice")
                    .get("/api/mcp/connection/status")
                    .then()
                    .body("connectionStatus.guarded.quarantined.tools", contains("read"));
            await().atMost(10, SECONDS).until(() -> quarantines(alice).equals(List.of(List.of("read"))));

            pins.put("read", reported(reports() - 1).tools().getFirst().hash());
            registry().pin("guarded", pins);

            await().atMost(20, SECONDS).until(() -> quarantines(alice).equals(List.of(List.of("read"), List.of())));
            status().body("quarantined", nullValue());
        }
    }

    @Test
    void aServerAllOfWhoseToolsHaveChangedIsInQuarantineItself() {
        offer(READ);
        pinned();
        call("read").statusCode(200);

        offer(CHANGED);
        call("read").statusCode(409);

        status().body("quarantined.whole", equalTo(true)).body("quarantined.message", containsString("none of its"));
    }

    @Test
    void aChangeThatTheServerAnnouncesShowsThoughNobodyAsks() {
        server.announceChanges();
        pinned();
        list().body("outcome", equalTo("ok"));
        await().atMost(10, SECONDS).until(() -> server.listeners() == 1);

        offer(CHANGED, WRITE);
        server.announce("tools", 1);

        await().atMost(20, SECONDS).untilAsserted(() -> status().body("quarantined.tools", contains("read")));
    }

    @Test
    void aDefinitionThatChangesBeforeTheRegistryHasToldOfThePinIsNotTrusted() {
        guarded(",'pinTools':true");
        registry().pin("guarded", Map.of());
        call("read").statusCode(200);

        offer(CHANGED);

        call("read").statusCode(409);
        assertEquals(1, server.calls());
    }

    @Test
    void ofATwiceListedToolNeitherIsTrusted() {
        pinned();
        call("read").statusCode(200);

        offer(READ, CHANGED);

        call("read").statusCode(409);
        list().body("tools", empty());
    }

    @Test
    void nothingNewIsUsedWhileTheRegistryTakesNoReport() {
        pinned();
        registry().neighbour().on("POST", "/internal/v1/servers/guarded/tools", request -> new Answer(503, null));

        call("read").statusCode(503).body("neighbour", equalTo("registry-service"));

        assertEquals(0, server.calls());
    }

    @Test
    void noDefinitionsAreFetchedWhereTheyDecideNothing() {
        guarded(",'toolPolicy':{'deny':['x']}");

        call("read").statusCode(200);

        assertEquals(0, server.lists());
    }

    private void offer(String... tools) {
        server.tools("[" + String.join(",", tools) + "]");
    }

    private void guarded(String more) {
        registry().manage("alice", "guarded", "{'type':'http','url':'" + server.url() + "'" + more + "}");
    }

    private void pinned() {
        guarded(",'pinTools':true");
        registry().pin("guarded", pins);
    }

    private Answer pin(Request request) {
        Map<String, String> answer = new HashMap<>();
        for (ToolDefinition tool : request.body(ToolReport.class).tools()) {
            pins.putIfAbsent(tool.name(), tool.hash());
            answer.put(tool.name(), pins.get(tool.name()));
        }
        return new Answer(200, answer);
    }

    private int reports() {
        return (int) (posts().count() - earlier);
    }

    private ToolReport reported(int index) {
        return posts().skip(earlier + index).findFirst().orElseThrow().body(ToolReport.class);
    }

    private static Stream<Request> posts() {
        return registry().neighbour().requests().stream()
                .filter(request -> request.method().equals("POST")
                        && request.uri().getPath().endsWith("/tools"));
    }

    private static ValidatableResponse call(String tool) {
        return as("alice")
                .body("{}")
                .post("/api/mcp/guarded/tools/" + tool + "/call")
                .then();
    }

    /** What the events told of the server's quarantine in their order. */
    private static List<List<?>> quarantines(EventListener listener) {
        return listener.events().stream()
                .filter(event -> "guarded".equals(event.data().getString("server")))
                .map(event -> event.data().getJsonObject("quarantined"))
                .<List<?>>map(quarantine -> quarantine == null
                        ? List.of()
                        : quarantine.getJsonArray("tools").getList())
                .toList();
    }

    private static ValidatableResponse status() {
        return as("alice").get("/api/mcp/connection/status/guarded").then().statusCode(200);
    }

    private static ValidatableResponse list() {
        return as("alice").get("/api/mcp/tools").then().statusCode(200).rootPath("servers.guarded");
    }
}
