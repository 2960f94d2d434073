package org.trunkline.oauth.flows;

import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.credential.PendingFlow;
import org.trunkline.oauth.testbed.Browser;
import org.trunkline.oauth.testbed.OauthTestBed;
import org.trunkline.oauth.testbed.Orders;
import org.trunkline.oauth.testbed.TestProvider;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.trunkline.oauth.testbed.OauthTestBed.as;

/** The cases http-28 to http-33 of http_contract, where the operator lets tokens be shown. */
@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
@TestProfile(TokensTest.Shown.class)
class TokensTest {

    /** Lets tokens be shown. */
    public static class Shown implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("trunkline.oauth.flows.show-tokens", "true");
        }
    }

    @Inject
    Flows flows;

    private final TestProvider provider = new TestProvider();

    @BeforeEach
    void declare() {
        flows.forgetServer("srv");
        OauthTestBed.registry().declare("srv", provider.config());
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void showsTheAccessTokenOfAnOwnFlow() {
        finish(initiate());

        as("alice")
                .get("/api/mcp/oauth/tokens/alice:srv")
                .then()
                .statusCode(200)
                .body("tokens.access_token", startsWith("access-"))
                .body(not(containsString("refresh")));
    }

    @Test
    void showsNobodyElses() {
        finish(initiate());

        as("bob").get("/api/mcp/oauth/tokens/alice:srv").then().statusCode(403).body("error", equalTo("Access denied"));
        as("bob").get("/api/mcp/oauth/tokens/system:srv").then().statusCode(403);
    }

    @Test
    void hasNoneBeforeTheFlowIsCompleted() {
        as("alice")
                .get("/api/mcp/oauth/tokens/alice:srv")
                .then()
                .statusCode(404)
                .body("error", equalTo("Flow not found"));
        initiate();
        as("alice")
                .get("/api/mcp/oauth/tokens/alice:srv")
                .then()
                .statusCode(400)
                .body("error", equalTo("Flow not completed"));
    }

    private Response initiate() {
        PendingFlow flow = flows.start(Orders.of("alice", "srv", provider.config()));
        return Browser.initiate("alice", flow);
    }

    private void finish(Response initiated) {
        RestAssured.given()
                .redirects()
                .follow(false)
                .cookies(initiated.getCookies())
                .queryParams(provider.consent(initiated.header("Location")))
                .get("/api/mcp/srv/oauth/callback")
                .then()
                .statusCode(302);
    }
}
