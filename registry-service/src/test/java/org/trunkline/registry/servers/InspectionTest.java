package org.trunkline.registry.servers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.inspection.Inspection;
import org.trunkline.inspection.Inspection.Failure;
import org.trunkline.inspection.InspectionRequest;
import org.trunkline.neighbours.StubNeighbour.Answer;
import org.trunkline.neighbours.StubNeighbour.Request;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.access.Grants;
import org.trunkline.server.ServerSource;
import org.trunkline.tool.ToolDefinition;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class InspectionTest {

    private static final String URL = "https://inspected.example/mcp";
    private static final Map<String, Object> CONFIG =
            Map.of("type", "streamable-http", "url", URL, "title", "Inspected", "headers", Map.of("X-Key", "clear"));

    @Inject
    ManagedServers servers;

    @Inject
    Grants grants;

    @BeforeEach
    @AfterEach
    void forgetAnswers() {
        RegistryTestBed.connection().reset();
    }

    @Test
    void keepsAndTellsWhatWasFound() {
        answer(found(false, "echo", "delete"));

        String name = Servers.create("alice", CONFIG)
                .statusCode(201)
                .body("requiresOAuth", equalTo(false))
                .body("capabilities", equalTo("{\"tools\":{}}"))
                .body("tools", equalTo("echo, delete"))
                .body("initDuration", equalTo(12))
                .body("$", not(hasKey("inspectionFailed")))
                .body(not(containsString("Be kind")))
                .extract()
                .path("serverName");

        assertEquals(ServerSource.MANAGED, asked().getLast().source());
        assertEquals("clear", asked().getLast().config().headers().get("X-Key"));
        String key = "toolFunctions.'echo_mcp_" + name + "'";
        read("alice", name)
                .body(key + ".type", equalTo("function"))
                .body(key + ".function.name", equalTo("echo_mcp_" + name))
                .body(key + ".function.description", equalTo("About echo"))
                .body(key + ".function.parameters.type", equalTo("object"));
    }

    @Test
    void whatWasDetectedIsWhatTheOtherServicesAreTold() {
        answer(new Inspection(true, null, null, null, 3, null, null));

        String name = created(CONFIG);

        read("alice", name).body("requiresOAuth", equalTo(true)).body("$", not(hasKey("tools")));
        Servers.asNeighbour("alice")
                .get("/internal/v1/servers/" + name)
                .then()
                .body("config.requiresOAuth", equalTo(true))
                .body("config.headers.X-Key", equalTo("clear"));
    }

    @Test
    void aServerThatCannotBeConnectedIsNotSaved() {
        answer(down());

        Servers.create("mallory", CONFIG)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:trunkline:problem:inspection-failed"))
                .body("error", equalTo("MCP_INSPECTION_FAILED"))
                .body("message", equalTo("Failed to connect to MCP server \"Inspected\""))
                .body("reason", equalTo("the connection was refused"))
                .body("detail", containsString("saveUnreachable"));

        assertEquals(0, servers.count("author", "mallory"));
    }

    @Test
    void unlessTheCallerSaysSo() {
        answer(down());

        String name = create(Map.of("config", CONFIG, "saveUnreachable", true))
                .statusCode(201)
                .body("inspectionFailed", equalTo(true))
                .body("requiresOAuth", nullValue())
                .extract()
                .path("serverName");

        answer(found(false, "echo"));
        replace(name, CONFIG).statusCode(200).body("$", not(hasKey("inspectionFailed")));
    }

    @Test
    void aNeighbourCanHaveItLookedAtAgain() {
        answer(down());
        String name = create(Map.of("config", CONFIG, "saveUnreachable", true))
                .extract()
                .path("serverName");
        resolved(name).body("inspectionFailed", equalTo(true));
        String tag =
                Servers.as(Tokens.of("alice")).get(Servers.PATH + "/" + name).header("ETag");

        answer(found(true));
        inspectAgain(name);
        inspectAgain(name);

        assertEquals(2, asked().size());
        assertEquals("clear", asked().getLast().config().headers().get("X-Key"));
        resolved(name).body("inspectionFailed", equalTo(false)).body("config.requiresOAuth", equalTo(true));
        read("alice", name).body("requiresOAuth", equalTo(true)).header("ETag", not(equalTo(tag)));
    }

    @Test
    void whatIsNotAllowedIsNotSavedWhateverTheCallerSays() {
        answer(Inspection.failed(Failure.NOT_ALLOWED, "no", 1));

        create(Map.of("config", CONFIG, "saveUnreachable", true))
                .statusCode(403)
                .body("error", equalTo("MCP_DOMAIN_NOT_ALLOWED"))
                .body("message", equalTo("Domain \"https://inspected.example\" is not allowed"));
    }

    @Test
    void withoutConnectionServiceNothingIsSavedUnlessTheCallerSaysSo() {
        RegistryTestBed.connection().on("POST", "/internal/v1/inspections", request -> new Answer(503, null));

        Servers.create("alice", CONFIG)
                .statusCode(503)
                .body("neighbour", equalTo("connection-service"))
                .body("type", equalTo("urn:trunkline:problem:neighbour-unavailable"));
        create(Map.of("config", CONFIG, "saveUnreachable", true))
                .statusCode(201)
                .body("inspectionFailed", equalTo(true));
    }

    @Test
    void looksAgainOnlyWhenItCouldMakeADifference() {
        String name = created(CONFIG);
        int before = asked().size();

        Map<String, Object> dressed = new HashMap<>(CONFIG);
        dressed.putAll(Map.of("title", "Dressed", "description", "d", "iconPath", "i", "pinTools", true));
        dressed.put("toolPolicy", Map.of("deny", List.of("x")));
        replace(name, dressed).statusCode(200).body("tools", equalTo("echo"));
        assertEquals(before, asked().size());

        dressed.put("headers", Map.of("X-Key", "another"));
        replace(name, dressed).statusCode(200);
        assertEquals(before + 1, asked().size());
    }

    @Test
    void whoLeftOutTheTypeIsToldWhichWasMeant() {
        answer(down());

        Servers.create("mallory", Map.of("url", URL))
                .statusCode(400)
                .body("reason", containsString("type sse"))
                .body("detail", containsString("streamable-http"));
    }

    @Test
    void aChangeThatLeadsNowhereChangesNothing() {
        String name = created(CONFIG);
        answer(down());

        Map<String, Object> moved = new HashMap<>(CONFIG);
        moved.put("url", "https://moved.example/mcp");
        replace(name, moved).statusCode(400).body("error", equalTo("MCP_INSPECTION_FAILED"));

        read("alice", name).body("url", equalTo(URL));
    }

    @Test
    void looksWithTheSecretsThatAreKept() {
        Map<String, Object> config = new HashMap<>(CONFIG);
        config.put("apiKey", Map.of("source", "admin", "authorization_type", "bearer", "key", "clear-key"));
        String name = created(config);
        config.put("apiKey", Map.of("source", "admin", "authorization_type", "basic"));

        replace(name, config).statusCode(200);

        assertEquals("clear-key", asked().getLast().config().apiKey().key());
    }

    @Test
    void viewersAreNotToldOfToolsThatThePolicyKeepsFromThem() {
        answer(found(false, "echo", "delete"));
        Map<String, Object> config = new HashMap<>(CONFIG);
        config.put("toolPolicy", Map.of("deny", List.of("delete")));
        String name = created(config);
        grants.user("bob", servers.named(name).orElseThrow().id, 1);

        read("bob", name).body("tools", equalTo("echo")).body("toolFunctions.size()", equalTo(1));
        read("alice", name).body("tools", equalTo("echo, delete")).body("toolPolicy.deny[0]", equalTo("delete"));
    }

    @Test
    void doesNotKeepMoreThanItsBounds() {
        ToolDefinition huge = new ToolDefinition("huge", null, "x".repeat(600_000), null, null, null);
        answer(new Inspection(false, null, "y".repeat(600_000), List.of(huge), 1, null, null));

        String name = created(CONFIG);

        read("alice", name).body("tools", equalTo("huge")).body("requiresOAuth", equalTo(false));
        assertTrue(servers.named(name).orElseThrow().inspection.length() < 1_000);
    }

    private static void answer(Inspection inspection) {
        RegistryTestBed.connection().on("POST", "/internal/v1/inspections", request -> ofTheTest(request, inspection));
    }

    /** Declared servers are looked at in the background. */
    private static Answer ofTheTest(Request request, Inspection inspection) {
        boolean declared = request.body(InspectionRequest.class).source() == ServerSource.DECLARED;
        return new Answer(200, declared ? found(false, "echo") : inspection);
    }

    private static List<InspectionRequest> asked() {
        return RegistryTestBed.connection().requests().stream()
                .map(request -> request.body(InspectionRequest.class))
                .filter(request -> request.source() == ServerSource.MANAGED)
                .toList();
    }

    private static Inspection found(boolean requiresOAuth, String... tools) {
        var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        var capabilities = JsonNodeFactory.instance.objectNode();
        capabilities.putObject("tools");
        List<ToolDefinition> definitions = List.of(tools).stream()
                .map(tool -> new ToolDefinition(tool, null, "About " + tool, schema, null, null))
                .toList();
        return new Inspection(requiresOAuth, capabilities, "Be kind", definitions, 12, null, null);
    }

    private static Inspection down() {
        return Inspection.failed(Failure.UNREACHABLE, "the connection was refused", 1);
    }

    private static String created(Map<String, ?> config) {
        return Servers.create("alice", config).statusCode(201).extract().path("serverName");
    }

    private static ValidatableResponse create(Map<String, ?> body) {
        return Servers.as(Tokens.of("alice")).body(body).post(Servers.PATH).then();
    }

    private static ValidatableResponse replace(String name, Map<String, ?> config) {
        return Servers.replace("alice", name, config, null);
    }

    private static void inspectAgain(String name) {
        Servers.asNeighbour("alice")
                .post("/internal/v1/servers/" + name + "/inspections")
                .then()
                .statusCode(204);
    }

    private static ValidatableResponse resolved(String name) {
        return Servers.asNeighbour("alice")
                .get("/internal/v1/servers/" + name)
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse read(String user, String name) {
        return Servers.as(Tokens.of(user)).get(Servers.PATH + "/" + name).then().statusCode(200);
    }
}
