package org.trunkline.oauth.flows;

import java.time.Instant;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.oauth.testbed.OauthTestBed;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.trunkline.oauth.testbed.OauthTestBed.as;

@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class FlowsTest {

    @Inject
    FlowStore flows;

    @BeforeEach
    void forgetFlows() {
        flows.deleteAll();
    }

    @Test
    void knowsNoFlowThatWasNotStarted() {
        as("alice")
                .get("/api/mcp/oauth/status/alice:github")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("error", equalTo("Flow not found"));
    }

    @Test
    void deniesOtherUsersFlows() {
        as("alice")
                .get("/api/mcp/oauth/status/bob:github")
                .then()
                .statusCode(403)
                .body("error", equalTo("Access denied"));
    }

    @Test
    void aUserWhoseIdBeginsLikeAnothersSeesNothingOfTheOther() {
        flows.persist(flow("alice:x", "github"));

        as("alice").get("/api/mcp/oauth/status/alice:x:github").then().statusCode(404);
    }

    @Test
    void tellsHowAFlowIs() {
        flows.persist(flow("alice", "github"));

        as("alice")
                .get("/api/mcp/oauth/status/alice:github")
                .then()
                .statusCode(200)
                .body("status", equalTo("PENDING"))
                .body("completed", equalTo(false))
                .body("failed", equalTo(false))
                .body("error", nullValue());
    }

    @Test
    void cancelsAPendingFlow() {
        flows.persist(flow("alice", "github"));

        as("alice")
                .post("/api/mcp/oauth/cancel/github")
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("message", equalTo("OAuth flow for github cancelled successfully"));

        as("alice")
                .get("/api/mcp/oauth/status/alice:github")
                .then()
                .body("status", equalTo("FAILED"))
                .body("failed", equalTo(true))
                .body("error", equalTo("User cancelled OAuth flow"));
    }

    @Test
    void leavesACompletedFlowAsItIs() {
        Flow done = flow("alice", "github");
        done.status = FlowStatus.COMPLETED;
        flows.persist(done);

        as("alice").post("/api/mcp/oauth/cancel/github").then().statusCode(200);

        as("alice")
                .get("/api/mcp/oauth/status/alice:github")
                .then()
                .body("status", equalTo("COMPLETED"))
                .body("completed", equalTo(true));
    }

    @Test
    void hasNothingToCancelWhereNoFlowIs() {
        as("alice")
                .post("/api/mcp/oauth/cancel/github")
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("message", equalTo("No active OAuth flow to cancel"));
    }

    @Test
    void wantsAUsersToken() {
        RestAssured.get("/api/mcp/oauth/status/alice:github")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", equalTo("Bearer"))
                .body("message", equalTo("Unauthorized"));
        RestAssured.given()
                .auth()
                .oauth2(OauthTestBed.identity().serviceToken("registry-service"))
                .get("/api/mcp/oauth/status/alice:github")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", equalTo("Bearer error=\"invalid_token\""));
    }

    private static Flow flow(String userId, String server) {
        Flow flow = new Flow();
        flow.id = Flow.id(userId, server);
        flow.userId = userId;
        flow.server = server;
        flow.status = FlowStatus.PENDING;
        flow.createdAt = Instant.now();
        flow.expiresAt = flow.createdAt.plusSeconds(60);
        return flow;
    }
}
