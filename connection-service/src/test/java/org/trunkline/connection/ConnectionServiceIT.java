package org.trunkline.connection;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.SecureServer;
import org.trunkline.connection.testbed.StdioSample;
import org.trunkline.local.samples.SampleServer;
import org.trunkline.local.samples.Samples;
import org.trunkline.neighbours.StubNeighbour.Answer;
import org.trunkline.telemetry.Scrape;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** The packaged service, on the JVM or native. */
@QuarkusIntegrationTest
@QuarkusTestResource(ConnectionTestBed.class)
@QuarkusTestResource(value = SecureServer.class, restrictToAnnotatedClass = true)
class ConnectionServiceIT {

    private static SampleServer sample;

    @BeforeAll
    static void startSample() {
        sample = Samples.orders();
    }

    @AfterAll
    static void stopSample() {
        sample.close();
    }

    @BeforeEach
    void declareServers() {
        registry().reset();
        registry()
                .declare(
                        "orders",
                        "{'type':'streamable-http','url':'" + sample.url() + "','headers':{'X-Api-Key':'"
                                + Samples.ORDERS_KEY + "'}}");
        registry().declare("child", StdioSample.declaration());
        registry().declare("gone", "{'type':'streamable-http','url':'http://127.0.0.1:1/mcp'}");
    }

    @Test
    void isReadyAndDescribesItself() {
        RestAssured.get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        RestAssured.get("/q/openapi").then().statusCode(200).body(containsString("/api/mcp/tools/call"));
    }

    @Test
    void listsToolsOfHttpAndStdioServers() {
        as("alice")
                .get("/api/mcp/tools?provider=google")
                .then()
                .statusCode(200)
                .body("servers.orders.tools.name", hasItems("list_orders", "lookup_order"))
                .body("servers.orders.tools.find { it.name == 'lookup_order' }.parameters.type", equalTo("object"))
                .body("servers.child.tools.name", hasItems("environment"))
                .body("servers.gone.outcome", equalTo("unreachable"));
        as("alice")
                .get("/api/mcp/connection/status")
                .then()
                .statusCode(200)
                .body("connectionStatus.orders.connectionState", equalTo("connected"))
                .body("connectionStatus.gone.connectionState", equalTo("error"));
    }

    @Test
    void callsToolsOfHttpAndStdioServers() {
        as("alice")
                .body("{\"tool\":\"list_orders_mcp_orders\",\"provider\":\"openai\"}")
                .post("/api/mcp/tools/call")
                .then()
                .statusCode(200)
                .body("content[0].type", equalTo("text"))
                .body("formatted.size()", equalTo(2))
                .body("isError", equalTo(false));
        as("alice")
                .body("{}")
                .post("/api/mcp/child/tools/environment/call")
                .then()
                .statusCode(200)
                .body("content[0].text", containsString("GREETING=hello"));
    }

    @Test
    void showsAdministratorsTheSessionsAndEndsThem() {
        as("alice")
                .body("{}")
                .post("/api/mcp/child/tools/environment/call")
                .then()
                .statusCode(200);

        as("carol")
                .get("/api/admin/sessions?server=child")
                .then()
                .statusCode(200)
                .body("data[0].state", equalTo("connected"))
                .body("data[0].replica", notNullValue())
                .body("has_more", equalTo(false));
        as("carol")
                .delete("/api/admin/sessions?server=child")
                .then()
                .statusCode(200)
                .body("ended", equalTo(1));
    }

    @Test
    void trustsTheAuthorityOfTheOperatorAndShowsACertificate() {
        Map.of("http", "https", "websocket", "wss")
                .forEach((type, scheme) -> registry()
                        .declare(
                                type,
                                "{'type':'" + type + "','url':'" + SecureServer.url(scheme) + "','tls':'"
                                        + SecureServer.TLS + "'}"));
        registry().declare("untrusted", "{'type':'http','url':'" + SecureServer.url("https") + "'}");

        client("http").statusCode(200).body("content[0].text", equalTo("CN=trunkline"));
        client("websocket").statusCode(200).body("content[0].text", equalTo("over WebSocket"));
        client("untrusted").statusCode(502).body("message", containsString("TLS could not be agreed on"));
    }

    @Test
    void answersWithProblems() {
        as("alice")
                .body("{\"arguments\":3}")
                .post("/api/mcp/orders/tools/list_orders/call")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].path[0]", equalTo("arguments"));
        as("alice")
                .post("/api/mcp/gone/reinitialize")
                .then()
                .statusCode(200)
                .body("failureReason", equalTo("initialization_failed"));
        assertEquals(
                404, as("alice").body("{}").post("/api/mcp/none/tools/x/call").statusCode());
        assertEquals(401, RestAssured.get("/api/mcp/tools").statusCode());
    }

    @Test
    void tellsMetrics() {
        as("alice")
                .body("{}")
                .post("/api/mcp/orders/tools/list_orders/call")
                .then()
                .statusCode(200);

        assertTrue(Scrape.of(RestAssured.given()
                                .accept(Scrape.FORMAT)
                                .get("/q/metrics")
                                .asString())
                        .sum("mcp_client_operation_duration_seconds", Map.of("trunkline_server", "orders"))
                > 0);
    }

    @Test
    void inspectsServersAndKeepsToWhatIsPinned() {
        RestAssured.given()
                .auth()
                .oauth2(ConnectionTestBed.identity().serviceToken("registry-service"))
                .contentType("application/json")
                .body("{\"source\":\"yaml\",\"config\":{\"type\":\"http\",\"url\":\"" + sample.url()
                        + "\",\"headers\":{\"X-Api-Key\":\"" + Samples.ORDERS_KEY + "\"}}}")
                .post("/internal/v1/inspections")
                .then()
                .statusCode(200)
                .body("tools.name", hasItems("list_orders", "lookup_order"))
                .body("tools[0].outputSchema.type", equalTo("object"))
                .body("capabilities.tools", notNullValue());
        registry().pin("orders", Map.of("list_orders", "another"));
        registry().neighbour().on("POST", "/internal/v1/servers/orders/tools", request -> new Answer(200, Map.of()));
        as("alice")
                .body("{}")
                .post("/api/mcp/orders/tools/list_orders/call")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:trunkline:problem:tool-quarantined"));
    }

    private static ValidatableResponse client(String server) {
        return as("alice")
                .body("{}")
                .post("/api/mcp/" + server + "/tools/client/call")
                .then();
    }
}
