package org.trunkline.connection.status;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.StubOauth;
import org.trunkline.credential.AuthorizationState;
import org.trunkline.credential.Credential;
import org.trunkline.local.samples.SampleServer;
import org.trunkline.local.samples.Samples;
import org.trunkline.neighbours.StubNeighbour.Answer;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.oauth;
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
        oauth().reset();
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
        oauth().give("alice", "values", StubOauth.values(Map.of()));
        registry().declare("each", config(",'headers':{'X':'{{LIBRECHAT_BODY_MESSAGEID}}'}"));

        reinitialize("dead")
                .body("success", equalTo(false))
                .body("message", equalTo("Failed to reinitialize MCP server 'dead'"))
                .body("$", hasKey("oauthUrl"))
                .body("oauthUrl", nullValue())
                .body("failureReason", equalTo("initialization_failed"))
                .body("why", containsString("'dead'"));
        reinitialize("signin")
                .body("success", equalTo(true))
                .body("message", equalTo("MCP server 'signin' tools discovered, OAuth required for execution"))
                .body("oauthRequired", equalTo(true))
                .body("oauthUrl", equalTo("https://trunkline.example/api/mcp/signin/oauth/initiate"))
                .body("flowId", equalTo("alice:signin"))
                .body("oauthTimeout", greaterThan(500_000));
        oauth().give(
                        "alice",
                        "signin",
                        new Credential(
                                AuthorizationState.EXPIRED, "it ended", null, null, null, null, 0, null, null, null));
        reinitialize("signin")
                .body("success", equalTo(false))
                .body("oauthRequired", equalTo(true))
                .body("failureReason", equalTo("oauth_required"));
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

        reinitialize("late").body("oauthRequired", equalTo(true));
        reinitialize("late");

        assertEquals(
                1,
                registry().neighbour().requests().stream()
                        .filter(request -> request.uri().getPath().equals(path))
                        .count());
    }

    @Test
    void reinitializingSaysThatAServerIsStillUnreachable() {
        registry().declare("still-down", "{'type':'streamable-http','url':'http://127.0.0.1:1/mcp'}");
        registry().uninspected("still-down");
        registry()
                .neighbour()
                .on("POST", "/internal/v1/servers/still-down/inspections", request -> new Answer(204, null));

        reinitialize("still-down").body("success", equalTo(false)).body("failureReason", equalTo("unreachable"));
    }

    @Test
    void anOutageOfTheOauthServiceIsToldAndSpoilsNothingElse() {
        registry().manage("alice", "plain", config(""));
        registry().declare("signin", config(",'requiresOAuth':true"));
        oauth().goDown();

        as("alice")
                .get("/api/mcp/connection/status")
                .then()
                .statusCode(200)
                .body("oauthTimeout", nullValue())
                .body("connectionStatus.plain.connectionState", equalTo("disconnected"))
                .body("connectionStatus.plain.authorizationState", equalTo("not_required"))
                .body("connectionStatus.signin.authorizationState", equalTo("error"))
                .body("connectionStatus.signin.error", containsString("oauth-service"));
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
