package org.trunkline.registry.servers;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.access.Grants;
import org.trunkline.registry.audit.Audit;
import org.trunkline.registry.pins.Pins;
import org.trunkline.tool.ToolDefinition;
import org.trunkline.tool.ToolReport;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class QuarantineTest {

    private static final ToolDefinition READ = tool("read", "Reads");
    private static final ToolDefinition CHANGED = tool("read", "Reads, and tells everybody");
    private static final ToolDefinition AGAIN = tool("read", "Reads, and forgets");

    @Inject
    ManagedServers servers;

    @Inject
    Grants grants;

    @Inject
    Pins pins;

    @Test
    void theFirstDefinitionIsPinned() {
        String name = created();
        resolved(name).body("pins", anEmptyMap());

        report(name, READ, tool("write", "Writes")).statusCode(200).body("read", equalTo(READ.hash()));

        resolved(name).body("pins", hasEntry("read", READ.hash())).body("pins", hasKey("write"));
        quarantine("alice", name).body("$", hasSize(0));
    }

    @Test
    void aChangedDefinitionWaitsUntilItIsAccepted() {
        // given
        String name = created();
        report(name, READ);

        // when
        report(name, CHANGED).body("read", equalTo(READ.hash()));

        // then
        resolved(name).body("pins.read", equalTo(READ.hash()));
        quarantine("alice", name)
                .body("tool", contains("read"))
                .body("[0].pinned.hash", equalTo(READ.hash()))
                .body("[0].pinned.definition.description", equalTo("Reads"))
                .body("[0].offered.hash", equalTo(CHANGED.hash()))
                .body("[0].offered.definition.description", equalTo("Reads, and tells everybody"))
                .body("[0].differs", contains("description"));
        accept("alice", name, CHANGED.hash()).statusCode(200).body("$", hasSize(0));
        resolved(name).body("pins.read", equalTo(CHANGED.hash()));
        report(name, READ).body("read", equalTo(CHANGED.hash()));
        quarantine("alice", name).body("[0].offered.hash", equalTo(READ.hash()));
    }

    @Test
    void theAuditTellsWhoAcceptedWhat() {
        // given
        String name = created();
        report(name, READ);
        report(name, CHANGED);

        // when
        accept("alice", name, READ.hash()).statusCode(409);
        accept("alice", name, CHANGED.hash()).statusCode(200);

        // then
        assertEquals(List.of("server.created", "tool.accepted"), Audit.actions(name));
        JsonPath told = Audit.of(name).getLast();
        assertEquals("alice", told.getString("actor.id"));
        assertEquals(List.of("description"), told.getList("changed"));
        assertEquals("read", told.getString("before.tool"));
        assertEquals(READ.hash(), told.getString("before.hash"));
        assertEquals(CHANGED.hash(), told.getString("after.hash"));
        assertEquals("Reads, and tells everybody", told.getString("after.description"));
    }

    @Test
    void whatWasNotLookedAtCannotBeAccepted() {
        String name = created();
        report(name, READ);
        report(name, CHANGED);
        report(name, AGAIN);

        accept("alice", name, CHANGED.hash()).statusCode(409).body("message", containsString("changed again"));
        accept("alice", name, READ.hash()).statusCode(409);

        resolved(name).body("pins.read", equalTo(READ.hash()));
        accept("alice", name, AGAIN.hash()).statusCode(200);
        accept("alice", name, AGAIN.hash()).statusCode(404);
    }

    @Test
    void ofManyWhoAcceptAtOnceOneDoes() throws InterruptedException {
        String name = created();
        report(name, READ);
        report(name, CHANGED);

        List<Integer> codes =
                atOnce(i -> accept("alice", name, CHANGED.hash()).extract().statusCode());

        assertEquals(1, codes.stream().filter(code -> code == 200).count());
    }

    @Test
    void ofManyWhoSeeANewToolAtOnceOnePinsIt() throws InterruptedException {
        String name = created();

        List<String> told =
                atOnce(i -> report(name, tool("new", "Version " + i)).extract().path("new"));

        assertEquals(1, Set.copyOf(told).size());
        resolved(name).body("pins.new", equalTo(told.getFirst()));
    }

    @Test
    void acceptingIsForThoseWhoMayEdit() {
        String name = created();
        report(name, READ);
        report(name, CHANGED);
        grants.user("bob", servers.named(name).orElseThrow().id, 1);
        grants.user("dora", servers.named(name).orElseThrow().id, 3);

        accept("bob", name, CHANGED.hash()).statusCode(403);
        quarantine(Tokens.of("bob"), name, 403).body(not(containsString("tells everybody")));
        accept("eve", name, CHANGED.hash()).statusCode(404);
        quarantine(Tokens.of("eve"), name, 404);
        resolved(name).body("pins.read", equalTo(READ.hash()));
        accept("dora", name, CHANGED.hash()).statusCode(200);
    }

    @Test
    void ofADeclaredServerAnAdministratorAccepts() {
        report("weather", READ).statusCode(200);
        report("weather", CHANGED).statusCode(200);
        String path = Servers.PATH + "/weather/tools/read/accept";

        Servers.as(Tokens.of("alice"))
                .body(Map.of("hash", CHANGED.hash()))
                .post(path)
                .then()
                .statusCode(403);
        quarantine(Tokens.ofAdmin(), "weather", 200).body("tool", contains("read"));
        Servers.as(Tokens.ofAdmin())
                .body(Map.of("hash", CHANGED.hash()))
                .post(path)
                .then()
                .statusCode(200);
    }

    @Test
    void aServerThatPointsElsewhereStartsAnew() {
        String name = created();
        report(name, READ);
        String before = revision(name);

        Servers.replace("alice", name, config("https://elsewhere.example/mcp"), null)
                .statusCode(200);

        resolved(name).body("pins", anEmptyMap());
        report(name, before, READ).statusCode(404);
        report(name, CHANGED).body("read", equalTo(CHANGED.hash()));
        quarantine("alice", name).body("$", hasSize(0));
    }

    @Test
    void pinsAreToldOnlyOfServersThatAreToBePinned() {
        Map<String, Object> config = config("https://a.example/mcp");
        config.put("pinTools", false);
        String name = Servers.create("alice", config).statusCode(201).extract().path("serverName");
        report(name, READ);

        resolved(name).body("$", not(hasKey("pins")));
    }

    @Test
    void aNeighbourIsToldWhenThePinsChange() {
        String name = created();
        report(name, READ);
        String tag =
                Servers.asNeighbour("alice").get("/internal/v1/servers/" + name).header("ETag");

        report(name, CHANGED);
        accept("alice", name, CHANGED.hash()).statusCode(200);

        Servers.asNeighbour("alice")
                .header("If-None-Match", tag)
                .get("/internal/v1/servers/" + name)
                .then()
                .statusCode(200);
    }

    @Test
    void nothingIsLeftOfADeletedServer() {
        String name = created();
        report(name, READ);
        String id = servers.named(name).orElseThrow().id.toHexString();

        Servers.as(Tokens.of("alice")).delete(Servers.PATH + "/" + name).then().statusCode(200);

        await().untilAsserted(() -> assertEquals(0, pins.count("server", id)));
    }

    @Test
    void aDefinitionOfUnboundedSizeIsNotPinned() {
        String name = created();

        report(name, tool("huge", "x".repeat(1_100_000))).statusCode(200).body("$", anEmptyMap());
    }

    @Test
    void reportsAreForServicesOnly() {
        Servers.as(Tokens.of("alice"))
                .body(new ToolReport("r", List.of(READ)))
                .post("/internal/v1/servers/weather/tools")
                .then()
                .statusCode(401);
    }

    private static <T> List<T> atOnce(IntFunction<T> request) throws InterruptedException {
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            List<Callable<T>> requests = IntStream.range(0, 8)
                    .<Callable<T>>mapToObj(i -> () -> request.apply(i))
                    .toList();
            return callers.invokeAll(requests).stream().map(Future::resultNow).toList();
        }
    }

    private static String created() {
        return Servers.create("alice", config("https://a.example/mcp"))
                .statusCode(201)
                .body("pinTools", equalTo(true))
                .extract()
                .path("serverName");
    }

    private static Map<String, Object> config(String url) {
        return new HashMap<>(Map.of("type", "streamable-http", "url", url, "title", "Pinned", "pinTools", true));
    }

    private static ToolDefinition tool(String name, String description) {
        return new ToolDefinition(name, null, description, null, null, null);
    }

    private static ValidatableResponse resolved(String name) {
        return Servers.asNeighbour("alice")
                .get("/internal/v1/servers/" + name)
                .then()
                .statusCode(200);
    }

    private static String revision(String name) {
        return resolved(name).extract().path("revision");
    }

    private static ValidatableResponse report(String name, ToolDefinition... tools) {
        return report(name, revision(name), tools);
    }

    private static ValidatableResponse report(String name, String revision, ToolDefinition... tools) {
        return Servers.as(Tokens.ofService())
                .body(new ToolReport(revision, Arrays.asList(tools)))
                .post("/internal/v1/servers/" + name + "/tools")
                .then();
    }

    private static ValidatableResponse accept(String user, String name, String hash) {
        return Servers.as(Tokens.of(user))
                .body(Map.of("hash", hash))
                .post(Servers.PATH + "/" + name + "/tools/read/accept")
                .then();
    }

    private static ValidatableResponse quarantine(String user, String name) {
        return quarantine(Tokens.of(user), name, 200);
    }

    private static ValidatableResponse quarantine(String token, String name, int status) {
        return Servers.as(token)
                .get(Servers.PATH + "/" + name + "/tools/quarantine")
                .then()
                .statusCode(status);
    }
}
