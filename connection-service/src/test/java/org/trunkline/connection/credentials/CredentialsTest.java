package org.trunkline.connection.credentials;

import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.credential.AuthorizationState;
import org.trunkline.credential.Credential;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.oauth;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;
import static org.trunkline.connection.testbed.StubOauth.token;
import static org.trunkline.connection.testbed.StubOauth.values;
import static org.trunkline.connection.testbed.StubOauth.waiting;

@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class CredentialsTest {

    private static final String ASKS =
            ",'customUserVars':{'KEY':{'title':'K','description':'d'}}," + "'headers':{'X-Key':'{{KEY}}'}";

    private ProtectedServer upstream;

    @BeforeEach
    void startUpstream() {
        registry().reset();
        oauth().reset();
        upstream = new ProtectedServer();
    }

    @AfterEach
    void stopUpstream() {
        upstream.close();
    }

    @Test
    void theTokenGoesUpstreamAndIsAskedForOnce() throws Exception {
        // given
        declare("once", ",'requiresOAuth':true");
        upstream.accept("t1");
        oauth().give("alice", "once", token("t1", 1));
        Callable<Integer> call = () -> call("alice", "once").extract().statusCode();

        // when
        List<Integer> statuses;
        try (ExecutorService callers = Executors.newFixedThreadPool(20)) {
            statuses = callers
                    .invokeAll(IntStream.range(0, 20).mapToObj(i -> call).toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
        }

        // then
        assertEquals(20, statuses.stream().filter(status -> status == 200).count());
        assertEquals(1, oauth().questions());
        assertEquals(1, upstream.count("initialize"));
    }

    @Test
    void saysWhereToSignInAndWorksAsSoonAsThatIsDone() {
        declare("begun", ",'requiresOAuth':true");
        upstream.accept("t1");

        call("alice", "begun")
                .statusCode(409)
                .body("type", equalTo("urn:trunkline:problem:authorization-required"))
                .body("server", equalTo("begun"))
                .body("oauthRequired", equalTo(true))
                .body("oauthUrl", equalTo("https://trunkline.example/api/mcp/begun/oauth/initiate"))
                .body("flowId", equalTo("alice:begun"))
                .body("oauthTimeout", allOf(greaterThan(500_000), lessThanOrEqualTo(600_000)))
                .body("authorizationState", equalTo("authorizing"));

        oauth().give("alice", "begun", token("t1", 1));
        call("alice", "begun").statusCode(200);
    }

    @Test
    void whereToSignInIsSaidAlsoOfADeclaredServerOfWhichThatIsNotKnownYet() {
        declare("unseen", "");
        upstream.accept("t1");

        call("alice", "unseen").statusCode(409).body("flowId", equalTo("alice:unseen"));

        oauth().give("alice", "unseen", token("t1", 1));
        call("alice", "unseen").statusCode(200).body("content[0].text", containsString("Bearer t1"));
    }

    @Test
    void usersOfADeclaredOAuthServerShareNoSession() {
        declare("apart", ",'oauth':{'client_id':'c'}");
        oauth().give("alice", "apart", token("ta", 1));
        oauth().give("bob", "apart", token("tb", 1));

        call("alice", "apart").body("content[0].text", containsString("Bearer ta"));
        call("bob", "apart").body("content[0].text", containsString("Bearer tb"));
    }

    @Test
    void aRefusedTokenIsReplacedUnseenByTheCallerAndTheSessionLivesOn() {
        // given
        declare("renewed", ",'requiresOAuth':true");
        upstream.accept("t1");
        oauth().give("alice", "renewed", token("t1", 1));
        call("alice", "renewed").statusCode(200);

        // when
        upstream.accept("t2");
        oauth().onChallenge(challenge -> {
            assertEquals(1, challenge.generation());
            assertEquals(401, challenge.status());
            assertEquals(List.of("Bearer error=\"invalid_token\""), challenge.authenticate());
            oauth().give("alice", "renewed", token("t2", 2));
            return token("t2", 2);
        });

        // then
        call("alice", "renewed").statusCode(200).body("content[0].text", containsString("Bearer t2"));
        call("alice", "renewed").statusCode(200);
        assertEquals(1, oauth().challenges());
        assertEquals(1, upstream.count("initialize"));
    }

    @Test
    void aTokenThatIsRefusedAgainEndsInAnAnswer() {
        declare("hopeless", ",'requiresOAuth':true");
        upstream.accept("never");
        oauth().give("alice", "hopeless", token("t1", 1));
        oauth().onChallenge(challenge -> token("t2", 2));

        call("alice", "hopeless").statusCode(502).body("type", equalTo("urn:trunkline:problem:upstream-unauthorized"));
        assertEquals(1, oauth().challenges());
    }

    @Test
    void missingScopesLeadToAFlowAndTheSessionStays() {
        // given
        declare("scopes", ",'requiresOAuth':true");
        oauth().give("alice", "scopes", token("t1", 1));
        call("alice", "scopes").statusCode(200);

        // when
        upstream.accept(request -> false);
        upstream.refuseWith(403, "Bearer error=\"insufficient_scope\", scope=\"write\"");
        oauth().onChallenge(challenge -> waiting("alice", "scopes", AuthorizationState.STEP_UP));

        // then
        call("alice", "scopes").statusCode(409).body("authorizationState", equalTo("step_up"));
        as("alice").get("/api/mcp/connection/status/scopes").then().body("connectionStatus", equalTo("connected"));
    }

    @Test
    void anotherRefusalIsNoFlow() {
        declare("forbidden", ",'requiresOAuth':true");
        oauth().give("alice", "forbidden", token("t1", 1));
        upstream.accept(request -> false);
        upstream.refuseWith(403, null);
        oauth().onChallenge(challenge ->
                new Credential(AuthorizationState.ERROR, "not allowed", null, null, null, null, 0, null, null, null));

        call("alice", "forbidden")
                .statusCode(502)
                .body("type", equalTo("urn:trunkline:problem:upstream-unauthorized"))
                .body("detail", containsString("not allowed"));
    }

    @Test
    void aServerThatAsksForATokenWithoutSayingSoBeforeIsBelieved() {
        // given
        registry().manage("alice", "unsaid", config(""));
        upstream.accept("t1");

        // when
        call("alice", "unsaid").statusCode(409).body("flowId", equalTo("alice:unsaid"));
        oauth().give("alice", "unsaid", token("t1", 1));

        // then
        call("alice", "unsaid").statusCode(200);
        call("alice", "unsaid").statusCode(200);
        assertEquals(1, oauth().challenges());
    }

    @Test
    void aServerThatHasACredentialAlreadyIsNotSignedInAt() {
        registry().manage("alice", "keyed", config(",'headers':{'Authorization':'Basic eA=='}"));
        upstream.accept("t1");

        call("alice", "keyed").statusCode(502).body("type", equalTo("urn:trunkline:problem:upstream-unauthorized"));
        assertEquals(0, oauth().challenges());
    }

    @Test
    void theUsersValuesAreFilledIn() {
        declare("asked", ASKS);

        oauth().give("alice", "asked", values(Map.of()));
        call("alice", "asked")
                .statusCode(409)
                .body("oauthRequired", equalTo(false))
                .body("missingUserVars", contains("KEY"));
        oauth().give("alice", "asked", values(Map.of("KEY", "k1")));
        call("alice", "asked").statusCode(200).body("content[0].text", containsString("key=k1"));
    }

    @Test
    void aTokenForMicrosoftGraphIsFilledInAndNothingIsSentWithoutOne() {
        registry()
                .declare(
                        "graph",
                        "{'type':'http','url':'" + upstream.url()
                                + "','headers':{'X-Key':'{{LIBRECHAT_GRAPH_ACCESS_TOKEN}}'}}");
        oauth().give("alice", "graph", values(Map.of("LIBRECHAT_GRAPH_ACCESS_TOKEN", "g1")));
        call("alice", "graph").statusCode(200).body("content[0].text", containsString("key=g1"));

        oauth().give(
                        "bob",
                        "graph",
                        new Credential(
                                AuthorizationState.ERROR, "no consent", null, null, null, null, 0, null, null, null));
        call("bob", "graph").statusCode(502).body("detail", containsString("no consent"));
        assertEquals(1, upstream.count("initialize"));
    }

    @Test
    void changedValuesAreUsedByTheNextCall() {
        declare("changed", ASKS);
        oauth().give("alice", "changed", values(Map.of("KEY", "k1")));
        call("alice", "changed").body("content[0].text", containsString("key=k1"));
        awaitListener();

        oauth().give("alice", "changed", values(Map.of("KEY", "k2")));
        oauth().tell("alice", "changed", AuthorizationState.NOT_REQUIRED, true);

        await().atMost(10, SECONDS)
                .untilAsserted(() -> call("alice", "changed").body("content[0].text", containsString("key=k2")));
        assertEquals(2, upstream.count("initialize"));
    }

    @Test
    void aValueCannotSmuggleAHeader() {
        declare("smuggled", ASKS);
        oauth().give("alice", "smuggled", values(Map.of("KEY", "k\r\nAuthorization: Bearer stolen")));

        call("alice", "smuggled")
                .statusCode(502)
                .body("detail", allOf(containsString("X-Key"), not(containsString("stolen"))));
        assertEquals(0, upstream.count("initialize"));
    }

    @Test
    void aRevokedGrantClosesTheSession() {
        declare("revoked", ",'requiresOAuth':true");
        oauth().give("alice", "revoked", token("t1", 1));
        call("alice", "revoked").statusCode(200);
        awaitListener();

        oauth().tell("alice", "revoked", AuthorizationState.NEEDS_AUTHORIZATION, false);

        await().atMost(10, SECONDS).until(() -> upstream.count("DELETE") == 1);
    }

    @Test
    void whoHasSignedInIsConnected() {
        declare("connected", ",'requiresOAuth':true");
        upstream.accept("t1");
        call("alice", "connected").statusCode(409);
        awaitListener();

        oauth().give("alice", "connected", token("t1", 1));
        oauth().tell("alice", "connected", AuthorizationState.AUTHORIZED, false);

        await().atMost(10, SECONDS).until(() -> upstream.count("tools/list") == 1);
    }

    @Test
    void aCallThatWaitsGoesOnWhenTheUserHasSignedIn() throws Exception {
        // given
        declare("patient", ",'requiresOAuth':true");
        upstream.accept("t1");
        call("bob", "patient");
        awaitListener();

        try (ExecutorService caller = Executors.newSingleThreadExecutor()) {
            Future<Integer> status = caller.submit(() -> as("alice")
                    .body("{}")
                    .post("/api/mcp/patient/tools/headers/call?wait=60")
                    .statusCode());
            await().atMost(10, SECONDS).until(() -> oauth().questions() >= 2);

            // when
            oauth().give("alice", "patient", token("t1", 1));
            oauth().tell("alice", "patient", AuthorizationState.AUTHORIZED, false);

            // then
            assertEquals(200, status.get(30, SECONDS));
        }
    }

    @Test
    void aCallThatWaitsEndsWhenTheFlowFails() throws Exception {
        declare("refused", ",'requiresOAuth':true");
        call("bob", "refused");
        awaitListener();

        try (ExecutorService caller = Executors.newSingleThreadExecutor()) {
            Future<ValidatableResponse> answer = caller.submit(() -> as("alice")
                    .body("{}")
                    .post("/api/mcp/refused/tools/headers/call?wait=60")
                    .then());
            await().atMost(10, SECONDS).until(() -> oauth().questions() >= 2);

            oauth().tell("alice", "refused", AuthorizationState.ERROR, false);

            answer.get(30, SECONDS).statusCode(409).body("detail", containsString("as told"));
        }
    }

    @Test
    void aWaitHasBounds() {
        declare("bounds", "");

        as("alice")
                .body("{}")
                .post("/api/mcp/bounds/tools/headers/call?wait=601")
                .then()
                .statusCode(400)
                .body("errors[0].path[0]", equalTo("wait"));
    }

    @Test
    void anOutageOfTheOauthServiceLeavesServersThatNeedNoCredential() {
        declare("plain", "");
        declare("needy", ",'requiresOAuth':true");
        oauth().goDown();

        call("alice", "plain").statusCode(200);
        call("alice", "needy").statusCode(503).body("neighbour", equalTo("oauth-service"));
    }

    @Test
    void aTokenThatIsBoundToAKeyComesWithAProofForEachRequest() throws Exception {
        // given
        declare("bound", ",'requiresOAuth':true");
        upstream.accept(request -> "DPoP t1".equals(request.getHeader("Authorization"))
                && proves(request.getHeader("DPoP"), request.method().name(), upstream.url()));
        oauth().give("alice", "bound", boundToken());

        // then
        call("alice", "bound").statusCode(200);
    }

    @Test
    void aNonceThatAServerGaveWithItsRefusalToOpenIsInTheProofsThatFollow() throws Exception {
        // given
        declare("noncing", ",'requiresOAuth':true");
        upstream.accept(request -> "n1".equals(claims(request.getHeader("DPoP")).get("nonce")));
        upstream.refuseWithNonce("n1");
        oauth().give("alice", "noncing", boundToken());

        // then
        call("alice", "noncing").statusCode(200);
        assertEquals(0, oauth().challenges());
    }

    private static Credential boundToken() throws JOSEException {
        String key = new ECKeyGenerator(Curve.P_256).generate().toJSONString();
        return new Credential(AuthorizationState.AUTHORIZED, null, null, "t1", key, null, 1, null, null, null);
    }

    private static boolean proves(String proof, String method, String url) {
        Map<String, Object> claims = claims(proof);
        return method.equals(claims.get("htm"))
                && url.equals(claims.get("htu"))
                && claims.containsKey("ath")
                && claims.containsKey("jti");
    }

    private static Map<String, Object> claims(String proof) {
        try {
            return proof == null
                    ? Map.of()
                    : SignedJWT.parse(proof).getJWTClaimsSet().getClaims();
        } catch (ParseException e) {
            return Map.of();
        }
    }

    private static void awaitListener() {
        await().atMost(10, SECONDS).until(() -> oauth().listeners() > 0);
    }

    private void declare(String name, String more) {
        registry().declare(name, config(more));
    }

    private String config(String more) {
        return "{'type':'streamable-http','url':'" + upstream.url() + "'" + more + "}";
    }

    private static ValidatableResponse call(String user, String server) {
        return as(user).body("{}")
                .post("/api/mcp/" + server + "/tools/headers/call")
                .then();
    }
}
