package org.trunkline.connection.inspections;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.StdioSample;
import org.trunkline.credential.Detection;
import org.trunkline.credential.DetectionRequest;
import org.trunkline.neighbours.StubNeighbour.Answer;
import org.trunkline.neighbours.StubNeighbour.Request;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.connection.testbed.ConnectionTestBed.oauth;

@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class InspectionTest {

    private static final String DETECTIONS = "/internal/v1/detections";
    private static final int AT_A_TIME = 16;

    private ChangingServer server;

    @TestHTTPResource("/internal/v1/inspections")
    URI inspections;

    @BeforeEach
    void startServer() {
        server = new ChangingServer();
        server.tools("[{'name':'echo','description':'Says it again','inputSchema':{'type':'object'},"
                + "'annotations':{'readOnlyHint':true}}]");
        oauth().reset();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void tellsWhatTheServerIsLikeAndLeavesNoSession() {
        inspect(config(""))
                .body("requiresOAuth", equalTo(false))
                .body("capabilities", hasKey("tools"))
                .body("instructions", equalTo("Be kind"))
                .body("tools.name", contains("echo"))
                .body("tools[0].description", equalTo("Says it again"))
                .body("tools[0].inputSchema.type", equalTo("object"))
                .body("tools[0].annotations.readOnlyHint", equalTo(true))
                .body("$", not(hasKey("failure")));

        assertEquals(1, server.opened());
        assertEquals(1, server.closed());
    }

    @Test
    void looksAtChildProcessesToo() {
        inspect(StdioSample.declaration(), "yaml").body("tools.name", hasItem("environment"));
    }

    @Test
    void aBearerChallengeMeansASignIn() {
        server.refuse(401, Map.of("WWW-Authenticate", "Basic realm=\"x\", Bearer realm=\"y\""));

        inspect(config("")).body("requiresOAuth", equalTo(true)).body("$", not(hasKey("failure")));

        assertEquals(List.of(), detections());
    }

    @ParameterizedTest
    @CsvSource({"401, Basic realm=\"Bearer\"", "403, none"})
    void otherRefusalsAreLookedAtFurther(int status, String challenge) {
        server.refuse(status, Map.of("WWW-Authenticate", challenge));
        oauth().neighbour()
                .on(
                        "POST",
                        DETECTIONS,
                        request -> new Answer(200, new Detection(true, "protected-resource-metadata", null)));

        inspect(config(",'oauth_headers':{'X-A':'b'}")).body("requiresOAuth", equalTo(true));

        assertEquals(
                new DetectionRequest(server.url(), Map.of("X-A", "b")),
                detections().getLast().body(DetectionRequest.class));
    }

    @Test
    void aServerThatLetsAnybodyInButNamesWhoSignsItsUsersInMayWantThatLater() {
        String metadata = server.url().replace("/mcp", "/.well-known/oauth-protected-resource/mcp");
        oauth().neighbour()
                .on(
                        "POST",
                        DETECTIONS,
                        request -> new Answer(200, new Detection(true, "protected-resource-metadata", metadata)));

        inspect(config("")).body("$", not(hasKey("requiresOAuth"))).body("$", not(hasKey("failure")));
    }

    private static List<Request> detections() {
        return oauth().neighbour().requests().stream()
                .filter(request -> request.uri().getPath().equals(DETECTIONS))
                .toList();
    }

    @Test
    void aRefusalThatIsNoSignInIsAFailure() {
        server.refuse(403, Map.of());
        oauth().neighbour()
                .on("POST", DETECTIONS, request -> new Answer(200, new Detection(false, "no-metadata-found", null)));
        inspect(config("")).body("failure", equalTo("UNREACHABLE")).body("reason", containsString("HTTP 403"));

        oauth().neighbour().on("POST", DETECTIONS, request -> new Answer(503, null));
        inspect(config("")).body("failure", equalTo("UNREACHABLE"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",'apiKey':{'source':'admin','authorization_type':'bearer','key':'k'}",
                ",'headers':{'authorization':'Bearer k'}"
            })
    void aRefusedCredentialOfTheConfigurationIsAFailure(String credential) {
        server.refuse(401, Map.of("WWW-Authenticate", "Bearer"));

        inspect(config(credential))
                .body("failure", equalTo("UNREACHABLE"))
                .body("reason", containsString("HTTP 401"))
                .body("$", not(hasKey("requiresOAuth")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",'requiresOAuth':true",
                ",'oauth':{'client_id':'c'}",
                ",'obo':{'scopes':'s'}",
                ",'headers':{'Authorization':'{{KEY}}'},'customUserVars':{'KEY':{'title':'t','description':'d'}}",
                ",'headers':{'X-Api-Key':'{{KEY}}'},'customUserVars':{'KEY':{'title':'t','description':'d'}}"
            })
    void whereTheUserIsToComeARefusalIsAsGoodAsAnAnswer(String more) {
        server.refuse(401, Map.of("WWW-Authenticate", "Bearer"));

        inspect(config(more)).body("$", not(hasKey("failure"))).body("$", not(hasKey("requiresOAuth")));
    }

    @Test
    void sendsNothingUnfilledAndListsNoToolsThatWaitForAUser() {
        inspect(config(",'headers':{'X-Key':'{{KEY}}','X-Fix':'yes'},"
                        + "'customUserVars':{'KEY':{'title':'t','description':'d'}}"))
                .body("$", not(hasKey("requiresOAuth")))
                .body("instructions", equalTo("Be kind"))
                .body("$", not(hasKey("tools")));

        assertFalse(server.greeted().contains("X-Key"));
        assertEquals("yes", server.greeted().get("X-Fix"));
        assertEquals(0, server.lists());
        assertEquals(1, server.closed());
    }

    @Test
    void dialsNoUrlWithPlaceholders() {
        inspect("{'type':'http','url':'{{URL}}','customUserVars':{'URL':{'title':'t','description':'d'}}}", "user")
                .body("$", not(hasKey("failure")))
                .body("$", not(hasKey("requiresOAuth")));
    }

    @Test
    void aServerThatIsDownIsAFailureWithAReason() {
        inspect("{'type':'http','url':'http://127.0.0.1:1/mcp'}", "user")
                .body("failure", equalTo("UNREACHABLE"))
                .body("reason", equalTo("the connection was refused"));
    }

    @Test
    void whatTakesTooLongIsGivenUpAndClosed() {
        server.hold("tools/list");

        inspect(config(",'initTimeout':3000"))
                .body("failure", equalTo("UNREACHABLE"))
                .body("reason", containsString("3000 ms"));

        assertEquals(1, server.closed());
    }

    @Test
    void aSilentServerIsGivenUp() {
        server.hold("initialize");

        inspect(config(",'initTimeout':200"))
                .body("failure", equalTo("UNREACHABLE"))
                .body("reason", containsString("200 ms"));
    }

    @Test
    void closesTheSessionAlsoWhenTheAskerIsGone() {
        server.hold("initialize");
        HttpRequest request = HttpRequest.newBuilder(inspections)
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body(config(""), "user")))
                .build();

        try (HttpClient client = HttpClient.newHttpClient()) {
            Future<?> asked = client.sendAsync(request, BodyHandlers.discarding());
            await().until(() -> server.waiting() == 1);
            asked.cancel(true);
        }
        server.release();

        await().until(() -> server.closed() == 1 && server.opened() == 1);
    }

    @Test
    void looksAtSoManyServersAtATimeAndNoMore() throws InterruptedException {
        server.hold("initialize");
        try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = IntStream.range(0, 3 * AT_A_TIME)
                    .mapToObj(i -> askers.submit(
                            () -> post(config(""), "user", token()).extract().statusCode()))
                    .toList();
            await().until(() -> answers.stream().filter(Future::isDone).count() == AT_A_TIME);
            assertEquals(AT_A_TIME, server.waiting());
            server.release();
            await().until(() -> answers.stream().allMatch(Future::isDone));

            List<Integer> refused = answers.stream()
                    .map(Future::resultNow)
                    .filter(code -> code != 200)
                    .toList();
            assertEquals(AT_A_TIME, refused.size());
            assertTrue(refused.stream().allMatch(code -> code == 503));
        }
        assertEquals(server.opened(), server.closed());
    }

    @Test
    void startsNoCommandOfAUsers() {
        post(StdioSample.declaration(), "user", token()).statusCode(400).body("errors[0].path[0]", equalTo("config"));
    }

    @Test
    void isForServicesOnly() {
        post(config(""), "user", ConnectionTestBed.identity().token("alice")).statusCode(401);

        assertEquals(0, server.opened());
    }

    private ValidatableResponse inspect(String config) {
        return inspect(config, "user");
    }

    private static ValidatableResponse inspect(String config, String source) {
        return post(config, source, token()).statusCode(200);
    }

    private static ValidatableResponse post(String config, String source, String token) {
        return RestAssured.given()
                .auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body(config, source))
                .post("/internal/v1/inspections")
                .then();
    }

    private static String body(String config, String source) {
        return "{\"source\":\"" + source + "\",\"config\":" + config.replace('\'', '"') + "}";
    }

    private static String token() {
        return ConnectionTestBed.identity().serviceToken("registry-service");
    }

    private String config(String more) {
        return "{'type':'streamable-http','url':'" + server.url() + "'" + more + "}";
    }
}
