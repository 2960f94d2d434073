package org.trunkline.connection.status;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.cases.CaseFiles.Case;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.StubOauth;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.oauth;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/**
 * The groups of http_contract that are about sessions, of which u1 is alice; and a server that is open until a call.
 */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class ContractCasesTest {

    private static final Set<String> GROUPS = Set.of("reinit", "conn");
    private static final String TOOLS = "[{'name':'echo','inputSchema':{'type':'object'}}]";

    private final ObjectMapper json = new ObjectMapper();
    private ChangingServer server;

    static Stream<Case> cases() {
        return CaseFiles.of("http_contract")
                .filter(example -> GROUPS.contains(example.whole().path("group").asText()));
    }

    @BeforeEach
    void startServer() {
        registry().reset();
        oauth().reset();
        server = new ChangingServer();
        server.tools(TOOLS);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsLibreChat(Case example) throws JsonProcessingException {
        arrange(example.whole().path("given").asText());
        String[] request = example.whole().path("request").asText().split(" ");

        Response answer = as("alice").request(request[0], request[1]);

        assertEquals(example.expect().path("status").asInt(), answer.statusCode());
        assertMembers(example.expect().path("json"), json.readTree(answer.asString()));
    }

    @Test
    void whatAServerListsBeforeTheSignInIsToldWithTheWayToIt() {
        openUntilACall("opened");
        as("alice").post("/api/mcp/opened/reinitialize").then().body("success", equalTo(true));

        as("alice")
                .get("/api/mcp/tools")
                .then()
                .rootPath("servers.opened")
                .body("tools.name", contains("echo"))
                .body("authenticated", equalTo(false))
                .body("outcome", equalTo("unauthorized"))
                .body("why", equalTo("the user has to sign in before the tools can be called"));
        call("opened").statusCode(409);

        server.failCalls(0);
        oauth().give("alice", "opened", StubOauth.token("t", 1));
        call("opened").statusCode(200);
        as("alice")
                .get("/api/mcp/tools")
                .then()
                .rootPath("servers.opened")
                .body("outcome", equalTo("ok"))
                .body("why", nullValue());
    }

    @Test
    void anyNumberOfUsersWhoHaveToSignInCostTheServerOneLook() {
        openUntilACall("looked-at");

        reinitialize("alice", "looked-at");
        reinitialize("bob", "looked-at");

        assertEquals(1, server.opened());
        await().atMost(10, SECONDS).until(() -> server.closed() == 1);
    }

    @Test
    void aServerThatListsNothingBeforeTheSignInIsReadyForIt() {
        openUntilACall("shut");
        server.refuse(401, Map.of("WWW-Authenticate", "Bearer"));

        reinitialize("alice", "shut")
                .body("success", equalTo(true))
                .body("message", equalTo("MCP server 'shut' ready for OAuth authentication"));
    }

    private static ValidatableResponse reinitialize(String user, String server) {
        return as(user).post("/api/mcp/" + server + "/reinitialize").then().body("oauthRequired", equalTo(true));
    }

    private static ValidatableResponse call(String server) {
        return as("alice")
                .body("{}")
                .post("/api/mcp/" + server + "/tools/echo/call")
                .then();
    }

    private void arrange(String given) {
        switch (given) {
            case "unknown server" -> registry().manage("bob", "nope", "{'type':'http','url':'" + server.url() + "'}");
            case "OAuth server lists tools without auth" -> openUntilACall("srv");
            case "connect refused" -> registry().declare("srv", "{'type':'http','url':'http://127.0.0.1:1/mcp'}");
            default -> throw new IllegalArgumentException("a situation that is not staged here: " + given);
        }
    }

    private void openUntilACall(String name) {
        server.failCalls(401, Map.of("WWW-Authenticate", "Bearer"));
        registry().declare(name, "{'type':'http','requiresOAuth':true,'url':'" + server.url() + "'}");
    }

    private static void assertMembers(JsonNode expected, JsonNode body) {
        expected.properties().forEach(member -> {
            JsonNode told = body.get(member.getKey());
            switch (member.getKey()) {
                case "oauthUrl" -> assertEquals(member.getValue().isNull(), told.isNull(), () -> "oauthUrl: " + told);
                case "oauthTimeout" ->
                    assertTrue(told.asLong() > 0
                            && told.asLong() <= member.getValue().asLong());
                default ->
                    assertEquals(member.getValue().asText().replace("u1:", "alice:"), told.asText(), member::getKey);
            }
        });
    }
}
