package org.trunkline.connection.status;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.local.samples.SampleServer;
import org.trunkline.local.samples.Samples;
import org.trunkline.neighbours.StubNeighbour.Answer;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class StatusTest {

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
    void forgetServers() {
        registry().reset();
    }

    @Test
    void followsTheSession() {
        registry().manage("alice", "followed", config(""));
        status("followed").body("connectionStatus", equalTo("disconnected"));

        as("alice").get("/api/mcp/tools");

        status("followed")
                .body("success", equalTo(true))
                .body("serverName", equalTo("followed"))
                .body("connectionStatus", equalTo("connected"))
                .body("requiresOAuth", equalTo(false))
                .body("authorizationState", equalTo("not_required"));
    }

    @Test
    void tellsWhyAServerCannotBeConnected() {
        registry().manage("alice", "dead", "{'type':'streamable-http','url':'http://127.0.0.1:1/mcp'}");

        as("alice").get("/api/mcp/tools");

        as("alice")
                .get("/api/mcp/connection/status")
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("oauthTimeout", equalTo(600_000))
                .body("connectionStatus.dead.connectionState", equalTo("error"))
                .body("connectionStatus.dead.error", containsString("'dead'"));
    }

    @Test
    void tellsWhichServersWantASignIn() {
        registry().declare("signin", config(",'oauth':{'client_id':'c'}"));

        status("signin")
                .body("connectionStatus", equalTo("disconnected"))
                .body("requiresOAuth", equalTo(true))
                .body("authorizationState", equalTo("needs_authorization"));
    }

    @Test
    void knowsNoServerThatTheCallerCannotSee() {
        registry().manage("bob", "bobs", config(""));

        status("bobs", 404).body("error", equalTo("MCP server 'bobs' not found in configuration"));
        as("alice")
                .post("/api/mcp/bobs/reinitialize")
                .then()
                .statusCode(404)
                .body("error", equalTo("MCP server 'bobs' not found in configuration"));
    }

    @Test
    void reinitializingSaysWhatIsInTheWay() {
        registry().declare("dead", "{'type':'streamable-http','url':'http://127.0.0.1:1/mcp'}");
        registry().declare("signin", config(",'requiresOAuth':true"));
        registry().declare("values", config(",'customUserVars':{'KEY':{'title':'K','description':'d'}}"));
        registry().declare("each", config(",'headers':{'X':'{{LIBRECHAT_BODY_MESSAGEID}}'}"));

        reinitialize("dead")
                .body("success", equalTo(false))
                .body("message", equalTo("Failed to reinitialize MCP server 'dead'"))
                .body("$", hasKey("oauthUrl"))
                .body("oauthUrl", nullValue())
                .body("failureReason", equalTo("initialization_failed"));
        reinitialize("signin").body("oauthRequired", equalTo(true)).body("failureReason", equalTo("oauth_required"));
        reinitialize("values")
                .body("failureReason", equalTo("missing_custom_user_vars"))
                .body("missingUserVars", contains("KEY"));
        reinitialize("each").body("success", equalTo(true)).body("connectionDeferred", equalTo(true));
    }

    @Test
    void reinitializingHasAServerInspectedThatCouldNotBeBefore() {
        String path = "/internal/v1/servers/late/inspections";
        registry().declare("late", config(""));
        registry().uninspected("late");
        registry().neighbour().on("POST", path, request -> {
            registry().declare("late", config(",'requiresOAuth':true"));
            return new Answer(204, null);
        });

        reinitialize("late").body("failureReason", equalTo("oauth_required"));
        reinitialize("late");

        assertEquals(
                1,
                registry().neighbour().requests().stream()
                        .filter(request -> request.uri().getPath().equals(path))
                        .count());
    }

    private static ValidatableResponse reinitialize(String server) {
        return as("alice")
                .post("/api/mcp/" + server + "/reinitialize")
                .then()
                .statusCode(200)
                .body("serverName", equalTo(server));
    }

    private static ValidatableResponse status(String server) {
        return status(server, 200);
    }

    private static ValidatableResponse status(String server, int code) {
        return as("alice").get("/api/mcp/connection/status/" + server).then().statusCode(code);
    }

    private static String config(String more) {
        return "{'type':'streamable-http','url':'" + sample.url() + "'" + more + "}";
    }
}
