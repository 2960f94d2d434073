package org.trunkline.oauth.values;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.oauth.testbed.OauthTestBed;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.trunkline.oauth.testbed.OauthTestBed.as;
import static org.trunkline.oauth.testbed.OauthTestBed.registry;

@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class UserValuesTest {

    private static final String ASKS_FOR_TWO =
            "{'type':'http','url':'http://127.0.0.1:1/mcp','customUserVars':{'A':{'title':'a','description':'d'},"
                    + "'B':{'title':'b','description':'d'}}}";

    @Inject
    UserValueStore store;

    @Inject
    UserValues values;

    @BeforeEach
    void forget() {
        registry().reset();
        store.deleteAll();
        registry().declare("srv", ASKS_FOR_TWO);
    }

    @Test
    void tellsOnlyWhichValuesAreThere() {
        put("alice", "srv", "{\"values\":{\"A\":\"s3cret\"}}")
                .statusCode(200)
                .body("success", equalTo(true))
                .body("serverName", equalTo("srv"))
                .body("authValueFlags.A", equalTo(true))
                .body("authValueFlags.B", equalTo(false));

        String told = as("alice").get("/api/mcp/srv/auth-values").asString();
        assertFalse(told.contains("s3cret"), told);
    }

    @Test
    void aUsersValuesAreNobodyElses() {
        put("alice", "srv", "{\"values\":{\"A\":\"x\"}}");

        as("bob").get("/api/mcp/srv/auth-values").then().body("authValueFlags.A", equalTo(false));
    }

    @Test
    void keepsWhatIsLeftOutAndClearsWhatIsBlank() {
        put("alice", "srv", "{\"values\":{\"A\":\"x\",\"B\":\"y\"}}");

        put("alice", "srv", "{\"values\":{\"B\":\" \"}}")
                .body("authValueFlags.A", equalTo(true))
                .body("authValueFlags.B", equalTo(false));
    }

    @Test
    void clearsAllOfThem() {
        put("alice", "srv", "{\"values\":{\"A\":\"x\",\"B\":\"y\"}}");

        as("alice")
                .delete("/api/mcp/srv/auth-values")
                .then()
                .statusCode(200)
                .body("authValueFlags.A", equalTo(false))
                .body("authValueFlags.B", equalTo(false));
    }

    @Test
    void refusesWhatTheServerDoesNotAskFor() {
        put("alice", "srv", "{\"values\":{\"A\":\"x\",\"Z\":\"s3cret\"}}")
                .statusCode(400)
                .body("errors[0].path[1]", equalTo("Z"))
                .body("errors[0].message", containsString("[A, B]"))
                .body(not(containsString("s3cret")));

        as("alice").get("/api/mcp/srv/auth-values").then().body("authValueFlags.A", equalTo(false));
    }

    @Test
    void refusesWhatIsTooLong() {
        put("alice", "srv", "{\"values\":{\"A\":\"" + "x".repeat(16_385) + "\"}}")
                .statusCode(400)
                .body("errors[0].path[1]", equalTo("A"));
        put("alice", "srv", "{\"values\":{\"A\":\"" + "x".repeat(16_384) + "\"}}")
                .statusCode(200);
    }

    @Test
    void refusesABodyWithoutValues() {
        put("alice", "srv", "{}").statusCode(400).body("errors[0].path[0]", equalTo("values"));
    }

    @Test
    void knowsNoServerThatTheCallerCannotSee() {
        registry().manage("bob", "bobs", ASKS_FOR_TWO);

        put("alice", "bobs", "{\"values\":{\"A\":\"x\"}}").statusCode(404);
        as("alice").get("/api/mcp/bobs/auth-values").then().statusCode(404);
        as("alice").delete("/api/mcp/bobs/auth-values").then().statusCode(404);
        plugin("alice", "{\"pluginKey\":\"mcp_bobs\",\"action\":\"install\",\"auth\":{\"A\":\"x\"}}")
                .statusCode(404);
        assertEquals(0, store.count());
    }

    @Test
    void aStoredValueOpensOnlyWhereItBelongs() {
        // given
        put("alice", "srv", "{\"values\":{\"A\":\"s3cret\"}}");
        UserValue stored = store.findById(UserValue.id("alice", "srv", "A"));
        assertFalse(stored.sealed.contains("s3cret"));

        // when
        stored.id = UserValue.id("bob", "srv", "A");
        stored.user = "bob";
        store.persist(stored);

        // then
        assertEquals("s3cret", values.of("alice", "srv").get("A"));
        assertThrows(IllegalStateException.class, () -> values.of("bob", "srv"));
    }

    @Test
    void installsAndUninstallsAsLibreChatDoes() {
        plugin("alice", "{\"pluginKey\":\"mcp_srv\",\"action\":\"install\",\"auth\":{\"A\":\"x\",\"B\":\"y\"}}")
                .statusCode(200)
                .body(emptyString());
        as("alice").get("/api/mcp/srv/auth-values").then().body("authValueFlags.B", equalTo(true));

        plugin("alice", "{\"pluginKey\":\"mcp_srv\",\"action\":\"uninstall\",\"auth\":{\"A\":\"\"}}")
                .statusCode(200);

        as("alice")
                .get("/api/mcp/srv/auth-values")
                .then()
                .body("authValueFlags.A", equalTo(false))
                .body("authValueFlags.B", equalTo(true));
    }

    @Test
    void namesWhatIsWrongWithAPluginRequest() {
        plugin("alice", "{\"pluginKey\":\"github\",\"action\":\"install\"}")
                .statusCode(400)
                .body("errors[0].path[0]", equalTo("pluginKey"));
        plugin("alice", "{\"pluginKey\":\"mcp_srv\",\"action\":\"reinstall\"}")
                .statusCode(400)
                .body("errors[0].path[0]", equalTo("action"));
        plugin("alice", "{\"pluginKey\":\"mcp_srv\",\"action\":\"install\",\"auth\":{\"Z\":\"x\"}}")
                .statusCode(400)
                .body("errors[0].path", contains("auth", "Z"));
    }

    private static ValidatableResponse put(String user, String server, String body) {
        return as(user).contentType(ContentType.JSON)
                .body(body)
                .put("/api/mcp/" + server + "/auth-values")
                .then();
    }

    private static ValidatableResponse plugin(String user, String body) {
        return as(user).contentType(ContentType.JSON)
                .body(body)
                .post("/api/user/plugins")
                .then();
    }
}
