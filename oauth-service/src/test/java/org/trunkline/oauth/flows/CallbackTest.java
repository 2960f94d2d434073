package org.trunkline.oauth.flows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import jakarta.inject.Inject;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.credential.PendingFlow;
import org.trunkline.oauth.testbed.Browser;
import org.trunkline.oauth.testbed.OauthTestBed;
import org.trunkline.oauth.testbed.Orders;
import org.trunkline.oauth.testbed.ScriptedServer.Answer;
import org.trunkline.oauth.testbed.TestProvider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.oauth.testbed.OauthTestBed.as;

/** How a flow ends, and who cannot end it. */
@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class CallbackTest {

    private static final String SUCCESS = "/oauth/success?serverName=";

    @Inject
    Flows flows;

    @Inject
    FlowStore store;

    private final TestProvider provider = new TestProvider();
    private final String server = "s-" + UUID.randomUUID();

    @BeforeEach
    void forgetFlows() {
        store.deleteAll();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void aUserWhoConsentsIsSignedIn() {
        Map<String, String> cookies = begin();

        Response answer = Browser.callback(server, provider.consent(authorizationUrl()), cookies);

        assertEquals(302, answer.statusCode());
        assertEquals(SUCCESS + server, answer.header("Location"));
        assertEquals(FlowStatus.COMPLETED, flow().status);
        assertEquals(1, tokenRequests());
    }

    @Test
    void twentyCallbacksAtOnceExchangeTheCodeOnce() throws Exception {
        Map<String, String> cookies = begin();
        Map<String, String> query = provider.consent(authorizationUrl());

        List<Future<String>> answers;
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            Callable<String> call =
                    () -> Browser.callback(server, query, cookies).header("Location");
            answers = threads.invokeAll(Collections.nCopies(20, call));
        }

        for (Future<String> answer : answers) {
            assertEquals(SUCCESS + server, answer.get());
        }
        assertEquals(1, tokenRequests());
    }

    @Test
    void aFlowWhoseCodeIsBeingExchangedIsNotReplaced() {
        // given
        Map<String, String> cookies = begin();
        Map<String, String> query = provider.consent(authorizationUrl());
        provider.meanwhile(() -> flows.start(Orders.of("alice", server, provider.config())));

        // when
        Response answer = Browser.callback(server, query, cookies);

        // then
        assertEquals(SUCCESS + server, answer.header("Location"));
        assertEquals(FlowStatus.COMPLETED, flow().status);
    }

    @Test
    void aForeignBrowserCannotFinishAFlow() {
        begin();
        Map<String, String> query = provider.consent(authorizationUrl());
        Map<String, String> foreign =
                as("bob").post("/api/mcp/" + server + "/oauth/bind").getCookies();

        assertError("csrf_validation_failed", Browser.callback(server, query, Map.of()));
        assertError("csrf_validation_failed", Browser.callback(server, query, foreign));

        assertEquals(0, tokenRequests());
        assertEquals(FlowStatus.PENDING, flow().status);
    }

    @Test
    void aLinkThatWasPassedOnIsOfNoUse() {
        PendingFlow flow = flows.start(Orders.of("alice", server, provider.config()));

        assertEquals(401, Browser.open(RestAssured.given(), flow).statusCode());
        assertEquals(403, Browser.initiate("bob", flow).statusCode());
        Response person = Browser.open(RestAssured.given().accept("text/html"), flow);
        assertError("sign_in_required", person);
    }

    @Test
    void aPageThatBoundTheBrowserOpensTheLinkWithoutAToken() {
        PendingFlow flow = flows.start(Orders.of("alice", server, provider.config()));
        Map<String, String> cookies =
                as("alice").post("/api/mcp/" + server + "/oauth/bind").getCookies();

        Response answer = Browser.open(RestAssured.given().cookies(cookies), flow);

        assertEquals(302, answer.statusCode());
        assertTrue(answer.header("Location").startsWith(provider.url() + "/authorize?"));
    }

    @Test
    void aStateIsGoodOnce() {
        Map<String, String> cookies = begin();
        Map<String, String> query = provider.consent(authorizationUrl());
        Browser.callback(server, query, cookies);
        flows.forget("alice", server);
        begin();

        assertError("invalid_state", Browser.callback(server, query, cookies));
        assertEquals(1, tokenRequests());
    }

    @Test
    void aStateThatWasUsedExchangesNothingMore() {
        Map<String, String> cookies = begin();
        Map<String, String> query = provider.consent(authorizationUrl());
        Browser.callback(server, query, cookies);

        Response replayed = Browser.callback(server, query, cookies);

        assertEquals(SUCCESS + server, replayed.header("Location"));
        assertEquals(1, tokenRequests());
    }

    @Test
    void aFlowBelongsToItsServer() {
        Map<String, String> cookies = begin();
        Map<String, String> query = provider.consent(authorizationUrl());

        assertError("invalid_state", Browser.callback("other", query, cookies));
        assertEquals(0, tokenRequests());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "", "<issuer>/"})
    void anAnswerOfAnotherIssuerIsRefused(String iss) {
        Map<String, String> cookies = begin();
        Map<String, String> query = new HashMap<>(provider.consent(authorizationUrl()));
        query.put("iss", iss.replace("<issuer>", provider.url()));

        assertError("callback_failed", Browser.callback(server, query, cookies));
        assertEquals(0, tokenRequests());
        assertEquals(FlowStatus.FAILED, flow().status);
    }

    @Test
    void anAnswerWithoutIssuerIsRefusedWhereOneIsPromised() {
        Map<String, String> cookies = begin();
        Map<String, String> query = new HashMap<>(provider.consent(authorizationUrl()));
        query.remove("iss");

        assertError("callback_failed", Browser.callback(server, query, cookies));
        assertEquals(0, tokenRequests());
    }

    @Test
    void theErrorOfAnotherIssuerIsNotRepeated() {
        Map<String, String> cookies = begin();
        Map<String, String> query = Map.of(
                "error",
                "phishing",
                "state",
                provider.consent(authorizationUrl()).get("state"),
                "iss",
                "https://evil.example");

        assertError("callback_failed", Browser.callback(server, query, cookies));
    }

    @Test
    void aRefusalIsToldAndKept() {
        Map<String, String> cookies = begin();
        Map<String, String> query = Map.of(
                "error",
                "access_denied",
                "state",
                provider.consent(authorizationUrl()).get("state"),
                "iss",
                provider.url());

        assertError("access_denied", Browser.callback(server, query, cookies));
        assertEquals("access_denied", flow().error);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//evil.example", "https://evil.example", "/\\evil.example", "\r\nLocation: https://evil.example"
            })
    void theBrowserIsSentToOurOwnPagesOnly(String error) {
        Response answer = Browser.callback(server, Map.of("error", error), Map.of());

        assertTrue(
                answer.header("Location").matches("/oauth/error\\?error=[A-Za-z0-9.%-]+"), answer.header("Location"));
    }

    @Test
    void aFlowIsOverAfterItsTime() {
        Map<String, String> cookies = begin();
        Map<String, String> query = provider.consent(authorizationUrl());
        Flow flow = flow();
        flow.expiresAt = Instant.now().minusSeconds(1);
        store.update(flow);

        assertError("invalid_state", Browser.callback(server, query, cookies));
        assertEquals(0, tokenRequests());
    }

    @Test
    void aCancelledFlowBringsNothing() {
        Map<String, String> cookies = begin();
        Map<String, String> query = provider.consent(authorizationUrl());
        as("alice").post("/api/mcp/oauth/cancel/" + server);

        assertError("invalid_state", Browser.callback(server, query, cookies));
        assertEquals(0, tokenRequests());
    }

    @Test
    void aRefusedCodeFailsTheFlowWithItsReason() {
        Map<String, String> cookies = begin();
        Map<String, String> query = new HashMap<>(provider.consent(authorizationUrl()));
        query.put("code", "stolen");

        assertError("callback_failed", Browser.callback(server, query, cookies));
        assertEquals("The authorization server refused the code: invalid_grant", flow().error);
    }

    @Test
    void aRejectedClientIsRegisteredAnewByTheNextFlow() {
        Map<String, String> cookies = begin();
        Map<String, String> query = provider.consent(authorizationUrl());
        provider.server().on("POST /token", request -> Answer.json(401, "{\"error\":\"invalid_client\"}"));
        Browser.callback(server, query, cookies);

        flows.start(Orders.of("alice", server, provider.config()));

        assertEquals(2, provider.server().requests("POST /register").size());
    }

    @Test
    void theDatabaseHoldsNoSecretOfAFlow() {
        begin();
        String state = provider.consent(authorizationUrl()).get("state");

        String stored;
        try (MongoClient database = MongoClients.create(OauthTestBed.databaseUri())) {
            stored = List.of("flows", "clients").stream()
                    .map(name -> database.getDatabase("trunkline-oauth")
                            .getCollection(name)
                            .find()
                            .into(new ArrayList<>())
                            .toString())
                    .toList()
                    .toString();
        }

        assertTrue(stored.contains(server));
        assertFalse(stored.contains(state));
        assertFalse(stored.contains("s3cr3t-of-client"));
        assertFalse(stored.contains("code_challenge"));
    }

    /** Begins alice's flow; the cookies of her browser. */
    private Map<String, String> begin() {
        return initiate().getCookies();
    }

    private String authorizationUrl() {
        return initiate().header("Location");
    }

    private Response initiate() {
        return Browser.initiate("alice", flows.start(Orders.of("alice", server, provider.config())));
    }

    private static void assertError(String code, Response answer) {
        assertEquals(302, answer.statusCode());
        assertEquals("/oauth/error?error=" + code, answer.header("Location"));
    }

    private Flow flow() {
        return store.find("alice", server).orElseThrow();
    }

    private int tokenRequests() {
        return provider.server().requests("POST /token").size();
    }
}
