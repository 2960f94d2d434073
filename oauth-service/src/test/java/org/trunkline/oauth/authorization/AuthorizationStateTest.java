package org.trunkline.oauth.authorization;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.credential.AuthorizationState;
import org.trunkline.credential.PendingFlow;
import org.trunkline.oauth.flows.Flow;
import org.trunkline.oauth.flows.FlowEnded;
import org.trunkline.oauth.flows.FlowStatus;
import org.trunkline.oauth.grants.Grant;
import org.trunkline.oauth.grants.GrantChanged;
import org.trunkline.oauth.grants.GrantState;
import org.trunkline.oauth.testbed.OauthTestBed;

import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.trunkline.oauth.testbed.OauthTestBed.as;
import static org.trunkline.oauth.testbed.OauthTestBed.registry;

@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class AuthorizationStateTest {

    private static final String CONFIG = "{'type':'http','url':'http://127.0.0.1:1/mcp'%s}";

    @Inject
    Authorizations authorizations;

    @Inject
    Event<GrantChanged> grants;

    @Inject
    Event<FlowEnded> flows;

    @BeforeEach
    void declareServers() {
        registry().reset();
        authorizations.deleteAll();
        registry().declare("signin", CONFIG.formatted(",'requiresOAuth':true"));
        registry().declare("plain", CONFIG.formatted(""));
        registry().declare("asks", CONFIG.formatted(",'customUserVars':{'KEY':{'title':'K','description':'d'}}"));
        registry().manage("bob", "bobs", CONFIG.formatted(""));
    }

    @Test
    void beginsWithWhatTheConfigurationSays() {
        as("alice")
                .get("/api/mcp/oauth/state")
                .then()
                .statusCode(200)
                .body("servers.signin.state", equalTo("needs_authorization"))
                .body("servers.plain.state", equalTo("not_required"))
                .body("servers", not(hasKey("bobs")));
        as("alice").get("/api/mcp/oauth/state/bobs").then().statusCode(404);
    }

    @Test
    void followsTheGrant() {
        grants.fire(new GrantChanged("alice", "signin", new GrantState.Usable(grant(1))));
        state("signin").body("state", equalTo("authorized")).body("since", notNullValue());

        grants.fire(new GrantChanged("alice", "signin", new GrantState.Failing("it is down", Duration.ofSeconds(30))));
        state("signin")
                .body("state", equalTo("error"))
                .body("reason", equalTo("it is down"))
                .body("retryAfter", allOf(greaterThan(0), lessThanOrEqualTo(30_000)));

        grants.fire(new GrantChanged("alice", "signin", new GrantState.Expired("it ended")));
        state("signin").body("state", equalTo("expired")).body("retryAfter", nullValue());

        grants.fire(new GrantChanged("alice", "signin", new GrantState.None()));
        state("signin").body("state", equalTo("needs_authorization"));
        as("bob").get("/api/mcp/oauth/state/signin").then().body("since", nullValue());
    }

    @Test
    void aRefreshIsNoNewState() {
        grants.fire(new GrantChanged("alice", "signin", new GrantState.Usable(grant(1))));
        String since = state("signin").extract().path("since");

        grants.fire(new GrantChanged("alice", "signin", new GrantState.Usable(grant(2))));

        state("signin").body("since", equalTo(since));
    }

    @Test
    void tellsTheFlowThatWaitsForTheUser() {
        wait("signin", AuthorizationState.AUTHORIZING, Instant.now().plusSeconds(60));

        state("signin")
                .body("state", equalTo("authorizing"))
                .body("flow.id", equalTo("alice:signin"))
                .body("flow.url", equalTo("https://trunkline.example/go"));
    }

    @Test
    void aFlowThatWasNotFinishedInTimeHasFailed() {
        wait("signin", AuthorizationState.AUTHORIZING, Instant.now().minusSeconds(1));

        state("signin").body("state", equalTo("error")).body("flow", nullValue());
    }

    @Test
    void aFlowThatFailedSaysWhy() {
        wait("signin", AuthorizationState.AUTHORIZING, Instant.now().plusSeconds(60));

        flows.fire(new FlowEnded("alice", "signin", flow(FlowStatus.FAILED, "access_denied")));

        state("signin").body("state", equalTo("error")).body("reason", equalTo("access_denied"));
    }

    @Test
    void aFlowThatTheUserCancelledIsNoError() {
        wait("signin", AuthorizationState.AUTHORIZING, Instant.now().plusSeconds(60));

        flows.fire(new FlowEnded("alice", "signin", flow(FlowStatus.FAILED, "User cancelled OAuth flow")));

        state("signin").body("state", equalTo("needs_authorization"));
    }

    @Test
    void aGrantThatLacksScopesIsRefreshedAndStillLacksThem() {
        grants.fire(new GrantChanged("alice", "signin", new GrantState.Usable(grant(1))));
        wait("signin", AuthorizationState.STEP_UP, Instant.now().plusSeconds(60));

        grants.fire(new GrantChanged("alice", "signin", new GrantState.Usable(grant(2))));
        state("signin").body("state", equalTo("step_up"));

        flows.fire(new FlowEnded("alice", "signin", flow(FlowStatus.COMPLETED, null)));
        state("signin").body("state", equalTo("authorized"));
    }

    @Test
    void neighboursGetAUsersValuesAndNamesOfThemOnly() {
        as("alice")
                .contentType(ContentType.JSON)
                .body(Map.of("values", Map.of("KEY", "s3cret")))
                .put("/api/mcp/asks/auth-values")
                .then()
                .statusCode(200);

        neighbour()
                .body("{\"user\":\"alice\",\"role\":\"USER\",\"groups\":[],\"server\":\"asks\",\"startFlow\":true}")
                .post("/internal/v1/credentials")
                .then()
                .statusCode(200)
                .body("state", equalTo("not_required"))
                .body("userValues.KEY", equalTo("s3cret"));
        neighbour()
                .get("/internal/v1/authorizations?user=alice")
                .then()
                .statusCode(200)
                .body("values.asks", contains("KEY"))
                .body("flowTimeout", equalTo(900_000))
                .body(not(containsString("s3cret")));
    }

    @Test
    void neighboursGetNothingOfServersThatTheUserDoesNotSee() {
        neighbour()
                .body("{\"user\":\"alice\",\"server\":\"bobs\",\"startFlow\":true}")
                .post("/internal/v1/credentials")
                .then()
                .statusCode(404);
        neighbour()
                .body("{\"request\":{\"user\":\"alice\",\"server\":\"bobs\",\"startFlow\":true},\"status\":401}")
                .post("/internal/v1/challenges")
                .then()
                .statusCode(404);
    }

    @Test
    void theInternalApiIsNotForUsers() {
        RestAssured.given()
                .auth()
                .oauth2(OauthTestBed.identity().token("alice"))
                .contentType(ContentType.JSON)
                .body("{\"user\":\"alice\",\"server\":\"plain\"}")
                .post("/internal/v1/credentials")
                .then()
                .statusCode(401);
        RestAssured.delete("/internal/v1/servers/plain").then().statusCode(401);
        RestAssured.get("/internal/v1/authorizations?user=alice").then().statusCode(401);
    }

    private void wait(String server, AuthorizationState state, Instant until) {
        PendingFlow flow = new PendingFlow("alice:" + server, "https://trunkline.example/go", until);
        authorizations.happened("alice", server, now -> now.waiting(state, "because", flow));
    }

    private static ValidatableResponse state(String server) {
        return as("alice").get("/api/mcp/oauth/state/" + server).then().statusCode(200);
    }

    private static RequestSpecification neighbour() {
        return RestAssured.given()
                .auth()
                .oauth2(OauthTestBed.identity().serviceToken("connection-service"))
                .contentType(ContentType.JSON);
    }

    private static Grant grant(long generation) {
        return new Grant(
                "alice",
                "signin",
                "https://as.example",
                "secret",
                null,
                Set.of("read"),
                null,
                generation,
                Instant.now());
    }

    private static Flow flow(FlowStatus status, String error) {
        Flow flow = new Flow();
        flow.status = status;
        flow.error = error;
        return flow;
    }
}
