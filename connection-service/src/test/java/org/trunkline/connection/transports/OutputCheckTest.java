package org.trunkline.connection.transports;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;
import static org.trunkline.connection.transports.ScriptedServer.answer;
import static org.trunkline.connection.transports.ScriptedServer.json;

/** A tool that promises the form of its results is held to it, once its definition is known. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class OutputCheckTest {

    private static final String NUMBER =
            "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"number\"}},\"required\":[\"n\"]}";

    private ScriptedServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = new ScriptedServer();
        registry().manage("alice", "exact", "{'type':'http','url':'" + server.url() + "'}");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"structuredContent\":{\"n\":1.5}}                  | 200 | \"\"",
                "{\"structuredContent\":{\"n\":\"1.5\"}}              | 502 | n",
                "{\"structuredContent\":{}}                           | 502 | n",
                "{\"content\":[]}                                     | 502 | no structuredContent",
                "{\"isError\":true,\"content\":[]}                    | 200 | \"\""
            })
    void aResultIsWhatItsToolPromises(String result, int status, String message) {
        offers(NUMBER, result);

        call().statusCode(200);
        list();

        await().atMost(10, SECONDS).until(() -> call().extract().statusCode() == status);
        if (status == 502) {
            call().body("type", equalTo("urn:trunkline:problem:upstream-invalid-result"))
                    .body("message", containsString("'echo'"))
                    .body("message", containsString(message));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"string\",\"pattern\":\"^(a+)+$\"}}}",
                "{\"$ref\":\"http://127.0.0.1:1/schema\"}",
                "{\"$ref\":\"#\"}"
            })
    void aSchemaThatCouldKeepUsBusyIsNotLookedAt(String schema) {
        offers(schema, "{\"structuredContent\":{\"n\":\"" + "a".repeat(50) + "!\"}}");

        call().statusCode(200);
        list();

        call().statusCode(200);
    }

    private void offers(String schema, String result) {
        server.on(
                "tools/list",
                (request, message) -> json(
                        request.response(),
                        answer(
                                message,
                                new JsonObject()
                                        .put(
                                                "tools",
                                                new JsonArray()
                                                        .add(new JsonObject()
                                                                .put("name", "echo")
                                                                .put(
                                                                        "inputSchema",
                                                                        new JsonObject("{\"type\":\"object\"}"))
                                                                .put("outputSchema", new JsonObject(schema))))
                                        .encode())));
        server.on("tools/call", (request, message) -> json(request.response(), answer(message, result)));
    }

    private static void list() {
        as("alice").get("/api/mcp/tools").then().statusCode(200).body("servers.exact.tools.size()", equalTo(1));
    }

    private static ValidatableResponse call() {
        return as("alice").body("{}").post("/api/mcp/exact/tools/echo/call").then();
    }
}
