package org.trunkline.connection.tools;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.StubOauth;
import org.trunkline.local.samples.SampleServer;
import org.trunkline.local.samples.Samples;
import org.trunkline.neighbours.StubNeighbour.Answer;

import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.oauth;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class ToolListTest {

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
    void listsNothingForWhoHasNoServers() {
        as("alice").get("/api/mcp/tools").then().statusCode(200).body("servers", anEmptyMap());
    }

    @Test
    void listsEachServersToolsWithKeysAndSchemas() {
        registry().declare("My Sample", config(",'iconPath':'/icon.png'"));

        as("alice")
                .get("/api/mcp/tools")
                .then()
                .statusCode(200)
                .body("servers.'My Sample'.name", equalTo("My Sample"))
                .body("servers.'My Sample'.icon", equalTo("/icon.png"))
                .body("servers.'My Sample'.authenticated", equalTo(true))
                .body("servers.'My Sample'.authConfig", empty())
                .body("servers.'My Sample'.outcome", equalTo("ok"))
                .body("servers.'My Sample'.tools.name", containsInAnyOrder("echo", "add", "time"))
                .body("servers.'My Sample'.tools.find { it.name == 'echo' }.pluginKey", equalTo("echo_mcp_My_Sample"))
                .body(
                        "servers.'My Sample'.tools.find { it.name == 'echo' }.parameters.properties.message.type",
                        equalTo("string"));
    }

    @Test
    void aServerThatIsDownCostsTheOthersNothing() {
        registry().declare("down", "{'type':'streamable-http','url':'http://127.0.0.1:1/mcp'}");
        registry().declare("up", config(""));

        as("alice")
                .get("/api/mcp/tools")
                .then()
                .statusCode(200)
                .body("servers.up.tools.size()", equalTo(3))
                .body("servers.down.tools", empty())
                .body("servers.down.outcome", equalTo("unreachable"))
                .body("servers.down.why", containsString("'down'"));
    }

    @Test
    void doesNotAskServersThatWaitForTheUser() {
        registry().declare("later", config(",'startup':false"));
        registry().declare("signin", config(",'requiresOAuth':true"));
        registry().declare("values", config(",'customUserVars':{'KEY':{'title':'Key','description':'Your key'}}"));

        as("alice")
                .get("/api/mcp/tools")
                .then()
                .statusCode(200)
                .body("servers.later.outcome", equalTo("deferred"))
                .body("servers.signin.outcome", equalTo("unauthorized"))
                .body("servers.values.outcome", equalTo("unauthorized"))
                .body("servers.values.why", containsString("KEY"))
                .body("servers.values.authenticated", equalTo(false))
                .body("servers.values.authConfig[0].authField", equalTo("KEY"))
                .body("servers.values.authConfig[0].label", equalTo("Key"))
                .body("servers.values.authConfig[0].description", equalTo("Your key"))
                .body("servers.values.authConfig[0].sensitive", equalTo(true));
    }

    @Test
    void aServerWhoseValuesAreGivenIsAskedAndAuthenticated() {
        registry().declare("given", config(",'customUserVars':{'KEY':{'title':'Key','description':'Your key'}}"));
        oauth().give("alice", "given", StubOauth.values(Map.of("KEY", "k")));

        as("alice")
                .get("/api/mcp/tools")
                .then()
                .body("servers.given.outcome", equalTo("ok"))
                .body("servers.given.authenticated", equalTo(true))
                .body("servers.given.tools.size()", equalTo(3));
        as("bob").get("/api/mcp/tools").then().body("servers.given.authenticated", equalTo(false));
    }

    @Test
    void aServerThatIsUsedIsAuthenticatedAlsoWhenTheStatesAreNotTold() {
        String config = config(",'customUserVars':{'KEY':{'title':'Key','description':'Your key'}}");
        registry().declare("used", config);
        registry().declare("unused", config);
        oauth().give("alice", "used", StubOauth.values(Map.of("KEY", "k")));
        oauth().neighbour().on("GET", "/internal/v1/authorizations", request -> new Answer(503, "down"));

        as("alice")
                .get("/api/mcp/tools")
                .then()
                .body("servers.used.outcome", equalTo("ok"))
                .body("servers.used.authenticated", equalTo(true))
                .body("servers.unused.authenticated", equalTo(false));
    }

    @Test
    void lookingAtToolsBeginsNoFlow() {
        registry().declare("looked-at", config(",'requiresOAuth':true"));

        as("alice")
                .get("/api/mcp/tools")
                .then()
                .body("servers.'looked-at'.outcome", equalTo("unauthorized"))
                .body("servers.'looked-at'.authenticated", equalTo(false))
                .body("servers.'looked-at'.why", containsString("sign in"));
        as("alice")
                .get("/api/mcp/connection/status/looked-at")
                .then()
                .body("authorizationState", equalTo("needs_authorization"));
    }

    @Test
    void leavesOutAServerWhoseToolsCouldNotBeToldApart() {
        registry().declare("a b", config(""));
        registry().declare("a_b", config(""));

        as("alice").get("/api/mcp/tools").then().body("servers", hasKey("a_b")).body("servers", not(hasKey("a b")));
    }

    private static String config(String more) {
        return "{'type':'streamable-http','url':'" + sample.url() + "'" + more + "}";
    }
}
