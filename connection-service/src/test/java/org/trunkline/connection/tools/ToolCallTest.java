package org.trunkline.connection.tools;

import java.util.List;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.credential.AuthorizationState;
import org.trunkline.local.samples.SampleServer;
import org.trunkline.local.samples.Samples;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.oauth;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;
import static org.trunkline.connection.testbed.StubOauth.values;

@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class ToolCallTest {

    private static SampleServer sample;

    @BeforeAll
    static void startSample() {
        sample = Samples.open();
    }

    @AfterAll
    static void stopSample() {
        sample.close();
    }

    @BeforeEach
    void manageTheSample() {
        registry().reset();
        registry().manage("alice", "my-sample", "{'type':'streamable-http','url':'" + sample.url() + "'}");
    }

    @Test
    void answersWithTheServersResult() {
        as("alice")
                .body("{\"arguments\":{\"message\":\"hi\"}}")
                .post("/api/mcp/my-sample/tools/echo/call")
                .then()
                .statusCode(200)
                .body("content[0]", hasEntry("type", "text"))
                .body("content[0].text", equalTo("Echo: hi"))
                .body("isError", equalTo(false))
                .body("formatted", nullValue());
    }

    @Test
    void formatsTheResultForAProvider() {
        as("alice")
                .body("{\"arguments\":{\"a\":1,\"b\":2},\"provider\":\"OpenAI\"}")
                .post("/api/mcp/my-sample/tools/add/call")
                .then()
                .statusCode(200)
                .body("formatted[0]", equalTo("3"))
                .body("formatted[1]", nullValue());
    }

    @Test
    void callsByTheToolsKey() {
        as("alice")
                .body("{\"tool\":\"echo_mcp_my-sample\",\"arguments\":{\"message\":\"hi\"}}")
                .post("/api/mcp/tools/call")
                .then()
                .statusCode(200)
                .body("content[0].text", equalTo("Echo: hi"));
    }

    @Test
    void reportsAToolsFailureAsItsResult() {
        as("alice")
                .body("{\"arguments\":{\"zone\":\"Nowhere/Land\"}}")
                .post("/api/mcp/my-sample/tools/time/call")
                .then()
                .statusCode(200)
                .body("isError", equalTo(true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/mcp/my-sample/tools/echo/call | {\"arguments\":[1]} | arguments",
                "/api/mcp/my-sample/tools/echo/call | {\"arguments\":\"x\"} | arguments",
                "/api/mcp/tools/call | {\"arguments\":{}} | tool",
                "/api/mcp/tools/call | {\"tool\":\" \"} | tool",
                "/api/mcp/tools/call | {\"tool\":{\"a\":1}} | tool",
                "/api/mcp/tools/call | {\"tool\":\"echo\"} | tool",
                "/api/mcp/my-sample/tools/echo/call?wait=soon | {} | wait",
                "/api/mcp/my-sample/tools/echo/call?wait=1.5 | {} | wait",
                "/api/mcp/tools/call?wait=601 | {\"tool\":\"echo_mcp_my-sample\"} | wait",
                "/api/mcp/my-sample/tools/echo/call | {\"request\":[]} | request",
                "/api/mcp/my-sample/tools/echo/call | {\"request\":{\"messageId\":{}}} | request.messageId"
            })
    void namesTheFieldAtFault(String path, String body, String field) {
        as("alice")
                .body(body)
                .post(path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:trunkline:problem:invalid-request"))
                .body("errors[0].path[0]", equalTo(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''", "null", "{", "[]", "\"text\""})
    void refusesABodyThatIsNoCall(String body) {
        as("alice")
                .body(body)
                .post("/api/mcp/tools/call")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void saysThatABodyIsTooLarge() {
        as("alice")
                .body("{\"arguments\":{\"message\":\"" + "x".repeat(5_000_000) + "\"}}")
                .post("/api/mcp/my-sample/tools/echo/call")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:trunkline:problem:request-too-large"))
                .body("limit", equalTo(4 * 1024 * 1024));
    }

    @Test
    void hidesOtherUsersServers() {
        as("bob")
                .body("{\"arguments\":{}}")
                .post("/api/mcp/my-sample/tools/echo/call")
                .then()
                .statusCode(404)
                .body("error", equalTo("MCP server 'my-sample' not found in configuration"));
        as("bob")
                .body("{\"tool\":\"echo_mcp_my-sample\"}")
                .post("/api/mcp/tools/call")
                .then()
                .statusCode(404);
    }

    @Test
    void saysThatTheServerHasNoSuchTool() {
        as("alice")
                .body("{}")
                .post("/api/mcp/my-sample/tools/absent/call")
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:trunkline:problem:tool-not-found"))
                .body("server", equalTo("my-sample"));
    }

    @Test
    void saysThatAServerIsUnreachable() {
        registry().manage("alice", "gone", "{'type':'streamable-http','url':'http://127.0.0.1:1/mcp'}");

        as("alice")
                .body("{}")
                .post("/api/mcp/gone/tools/echo/call")
                .then()
                .statusCode(502)
                .body("type", equalTo("urn:trunkline:problem:upstream-unreachable"))
                .body("message", containsString("'gone'"));
    }

    @Test
    void saysThatACredentialIsRefused() {
        try (SampleServer orders = Samples.orders()) {
            registry().manage("alice", "orders", "{'type':'streamable-http','url':'" + orders.url() + "'}");

            as("alice")
                    .body("{}")
                    .post("/api/mcp/orders/tools/list_orders/call")
                    .then()
                    .statusCode(502)
                    .body("type", equalTo("urn:trunkline:problem:upstream-unauthorized"));
        }
    }

    @Test
    void sendsTheOperatorsKey() {
        try (SampleServer orders = Samples.orders()) {
            registry()
                    .declare(
                            "orders",
                            "{'type':'streamable-http','url':'" + orders.url() + "','apiKey':{'source':'admin',"
                                    + "'authorization_type':'custom','key':'" + Samples.ORDERS_KEY + "'}}");

            as("bob")
                    .body("{}")
                    .post("/api/mcp/orders/tools/list_orders/call")
                    .then()
                    .statusCode(200)
                    .body("isError", equalTo(false));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'authorization_type':'bearer'                              | Authorization | Bearer k1",
                "'authorization_type':'basic'                               | Authorization | Basic k1",
                "'authorization_type':'custom'                              | X-Api-Key     | k1",
                "'authorization_type':'custom','custom_header':'X-Their-Key' | X-Their-Key   | k1"
            },
            quoteCharacter = '"')
    void sendsTheOperatorsKeyAsItsBlockSays(String block, String header, String value) {
        try (ChangingServer server = new ChangingServer()) {
            registry()
                    .declare(
                            "keyed",
                            "{'type':'http','url':'" + server.url() + "','headers':{'authorization':'other'},"
                                    + "'apiKey':{'source':'admin','key':'k1'," + block + "}}");

            as("bob").body("{}").post("/api/mcp/keyed/tools/echo/call").then().statusCode(200);

            assertEquals(List.of(value), server.lastHeaders().getAll(header));
        }
    }

    @Test
    void fillsSeveralVariablesOfOneTextAndTheUsersValuesOfAUrl() {
        try (ChangingServer server = new ChangingServer()) {
            registry()
                    .declare(
                            "filled",
                            "{'type':'http','url':'" + server.url() + "?word={{WORD}}&who={{LIBRECHAT_USER_ID}}',"
                                    + "'headers':{'X-All':'${HOME}:${PATH}:${NOT_SET}:{{WORD}}'},"
                                    + "'customUserVars':{'WORD':{'title':'W','description':'d'}}}");
            oauth().give("alice", "filled", values(Map.of("WORD", "${PATH}")));

            as("alice")
                    .body("{}")
                    .post("/api/mcp/filled/tools/echo/call")
                    .then()
                    .statusCode(502);
            oauth().give("alice", "filled", values(Map.of("WORD", "hi")));
            oauth().tell("alice", "filled", AuthorizationState.NOT_REQUIRED, true);
            await().atMost(10, SECONDS)
                    .untilAsserted(() -> as("alice")
                            .body("{}")
                            .post("/api/mcp/filled/tools/echo/call")
                            .then()
                            .statusCode(200));

            assertEquals(
                    System.getenv("HOME") + ":" + System.getenv("PATH") + ":${NOT_SET}:hi",
                    server.lastHeaders().get("X-All"));
        }
    }

    @Test
    void sendsNothingWithItsPlaceholdersUnfilled() {
        registry()
                .declare(
                        "values",
                        "{'type':'streamable-http','url':'" + sample.url() + "','headers':{'X-Key':'{{KEY}}'},"
                                + "'customUserVars':{'KEY':{'title':'Key','description':'d'}}}");
        registry()
                .declare(
                        "each",
                        "{'type':'streamable-http','url':'" + sample.url()
                                + "','headers':{'X-Message':'{{LIBRECHAT_BODY_MESSAGEID}}'}}");

        as("alice")
                .body("{}")
                .post("/api/mcp/values/tools/echo/call")
                .then()
                .statusCode(409)
                .body("message", containsString("KEY"));
        as("alice")
                .body("{}")
                .post("/api/mcp/each/tools/echo/call")
                .then()
                .statusCode(400)
                .body("message", containsString("messageId"));
    }

    @Test
    void wantsAUsersToken() {
        String path = "/api/mcp/my-sample/tools/echo/call";
        String serviceToken = ConnectionTestBed.identity().serviceToken("registry-service");

        RestAssured.given()
                .contentType("application/json")
                .body("{}")
                .post(path)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("message", equalTo("Unauthorized"));
        RestAssured.given()
                .auth()
                .oauth2(serviceToken)
                .contentType("application/json")
                .body("{}")
                .post(path)
                .then()
                .statusCode(401)
                .body("message", equalTo("Unauthorized"));
    }
}
