package org.trunkline.connection.telemetry;

import java.util.Map;
import java.util.Set;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.local.samples.SampleServer;
import org.trunkline.local.samples.Samples;
import org.trunkline.telemetry.DocumentedMetrics;
import org.trunkline.telemetry.Scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class MetricsTest {

    private static final String OPERATIONS = "mcp_client_operation_duration_seconds";
    private static final String[] OURS = {"trunkline_", "mcp_", "http_"};
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
    void nameServers() {
        registry().reset();
        registry().declare("declared-sample", "{'type':'streamable-http','url':'" + sample.url() + "'}");
        registry().manage("alice", "managed-sample", "{'type':'streamable-http','url':'" + sample.url() + "'}");
        registry().manage("alice", "managed-too", "{'type':'streamable-http','url':'" + sample.url() + "'}");
        registry().declare("gone", "{'type':'streamable-http','url':'http://127.0.0.1:1/mcp'}");
    }

    @Test
    void areThoseThatAreDocumented() {
        // given
        useEverything();

        // when
        Scrape scrape = scrape();

        // then
        DocumentedMetrics.require("connection", scrape);
    }

    @Test
    void countRequestsToServersByHowTheyEnded() {
        // given
        Scrape before = scrape();

        // when
        useEverything();

        // then
        Scrape after = scrape();
        assertEquals(1, added(before, after, call("declared-sample", "")));
        assertEquals(1, added(before, after, call("declared-sample", "tool_error")));
        assertEquals(1, added(before, after, call("declared-sample", "-32602")));
        assertEquals(2, added(before, after, call("managed", "")));
        assertTrue(after.sum(OPERATIONS, Map.of("mcp_method_name", "tools/list", "error_type", "")) > 0);
        assertTrue(after.sum(OPERATIONS, Map.of("mcp_method_name", "initialize", "error_type", "unreachable")) > 0);
        assertTrue(added(before, after, Map.of("network_transport", "tcp")) > 0);
        assertEquals(0, added(before, after, Map.of("network_transport", "pipe")));
        assertTrue(after.sum("trunkline_sessions", Map.of("state", "connected")) >= 3);
    }

    @Test
    void countWhatWasRemembered() {
        // given
        Map<String, String> hits = Map.of("cache", "tokens", "result", "hit");
        RequestSpecification alice =
                RestAssured.given().auth().oauth2(ConnectionTestBed.identity().token("alice"));
        alice.get("/api/mcp/connection/status").then().statusCode(200);
        Scrape before = scrape();

        // when
        alice.get("/api/mcp/connection/status").then().statusCode(200);

        // then
        assertEquals(
                1,
                scrape().sum("trunkline_cache_requests_total", hits)
                        - before.sum("trunkline_cache_requests_total", hits));
    }

    @Test
    void countSessionsThatHaveEnded() {
        // given
        useEverything();
        Scrape before = scrape();

        // when
        as("alice").delete("/api/mcp/managed-too/sessions/default").then().statusCode(204);

        // then
        Scrape after = scrape();
        Map<String, String> closed = Map.of("reason", "closed");
        assertEquals(
                1,
                after.sum("trunkline_sessions_ended_total", closed)
                        - before.sum("trunkline_sessions_ended_total", closed));
        assertTrue(after.sum("mcp_client_session_duration_seconds", Map.of("error_type", "")) > 0);
    }

    @Test
    void tellRequestsByTheirRoutes() {
        // when
        useEverything();

        // then
        Set<String> routes = scrape().values("http_server_request_duration_seconds", "http_route");
        assertTrue(routes.contains("/api/mcp/{server}/tools/{tool}/call"), routes::toString);
        assertTrue(routes.contains(""), routes::toString);
        assertFalse(routes.stream().anyMatch(route -> route.contains("sample")), routes::toString);
    }

    @Test
    void growNeitherWithUsersNorWithServersNorWithWhatCallersMakeUp() {
        // given
        useEverything();
        makeUp(0);
        Set<String> series = scrape().series(OURS);

        // when
        int names = 10;
        for (int i = 1; i <= names; i++) {
            makeUp(i);
        }

        // then
        Scrape scrape = scrape();
        Set<String> grown = scrape.series(OURS);
        grown.removeAll(series);
        assertTrue(grown.size() < names, grown::toString);
        for (String secret :
                Set.of("alice", "bob", "managed-sample", "another-", "made-up", "MADEUP", "echo", "Bearer")) {
            assertFalse(scrape.toString().contains(secret), () -> secret + " is in " + scrape);
        }
    }

    /** What only this call names: a server, a tool, a path, a method. */
    private static void makeUp(int i) {
        String name = "another-" + i;
        registry().manage("bob", name, "{'type':'streamable-http','url':'" + sample.url() + "'}");
        as("bob").body("{\"arguments\":{\"message\":\"hi\"}}").post("/api/mcp/" + name + "/tools/echo/call");
        as("bob").body("{}").post("/api/mcp/" + name + "/tools/made-up-" + i + "/call");
        as("bob").get("/made/up/" + i);
        as("bob").put("/api/mcp/" + name + "/tools/echo/call");
        as("bob").urlEncodingEnabled(false).get("/api;made-up=" + i + "/mcp/tools");
        RestAssured.given().request("MADEUP" + i, "/api/mcp/tools");
    }

    private static void useEverything() {
        String echo = "{\"arguments\":{\"message\":\"hi\"}}";
        as("alice")
                .body(echo)
                .post("/api/mcp/declared-sample/tools/echo/call")
                .then()
                .statusCode(200);
        as("alice")
                .body("{\"arguments\":{\"zone\":\"Nowhere/Land\"}}")
                .post("/api/mcp/declared-sample/tools/time/call")
                .then()
                .statusCode(200);
        as("alice").body("{}").post("/api/mcp/declared-sample/tools/absent/call");
        as("alice")
                .body(echo)
                .post("/api/mcp/managed-sample/tools/echo/call")
                .then()
                .statusCode(200);
        as("alice")
                .body(echo)
                .post("/api/mcp/managed-too/tools/echo/call")
                .then()
                .statusCode(200);
        as("alice").body(echo).post("/api/mcp/gone/tools/echo/call");
        as("alice").get("/api/mcp/tools").then().statusCode(200);
        RestAssured.given()
                .auth()
                .oauth2(ConnectionTestBed.identity().serviceToken("registry-service"))
                .contentType(ContentType.JSON)
                .body("{\"source\":\"yaml\",\"config\":{\"type\":\"http\",\"url\":\"" + sample.url() + "\"}}")
                .post("/internal/v1/inspections")
                .then()
                .statusCode(200);
        as("alice").get("/nothing/here").then().statusCode(404);
    }

    private static Map<String, String> call(String server, String error) {
        return Map.of("mcp_method_name", "tools/call", "trunkline_server", server, "error_type", error);
    }

    private static double added(Scrape before, Scrape after, Map<String, String> labels) {
        return after.sum(OPERATIONS, labels) - before.sum(OPERATIONS, labels);
    }

    private static Scrape scrape() {
        return Scrape.of(RestAssured.given()
                .accept(Scrape.FORMAT)
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }
}
