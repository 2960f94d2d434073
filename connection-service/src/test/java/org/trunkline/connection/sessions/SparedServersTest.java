package org.trunkline.connection.sessions;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.Calls;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.HurriedProfile;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.Calls.call;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.oauth;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;
import static org.trunkline.connection.testbed.HurriedProfile.AT_A_TIME;
import static org.trunkline.connection.testbed.StubOauth.values;

/** Servers that fail, that say when they want to be asked again, and that many want at once. */
@QuarkusTest
@TestProfile(HurriedProfile.class)
@QuarkusTestResource(ConnectionTestBed.class)
class SparedServersTest {

    private static final int FAILURES = 3;
    private static final String ASKS_FOR_KEY = "'customUserVars':{'KEY':{'title':'K','description':'d'}}";

    private ChangingServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = new ChangingServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void aServerThatFailsIsLeftAloneForAWhileAndThenTriedByOne() {
        // given
        registry().manage("alice", "fails", config());
        server.refuse(500, Map.of());
        failThreeTimes("alice", "fails");
        int asked = server.requests();

        // when
        call("alice", "fails", "")
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("type", equalTo("urn:trunkline:problem:upstream-unavailable"));

        // then
        assertEquals(asked, server.requests());
        status("fails")
                .body("connectionStatus", equalTo("error"))
                .body("reason", equalTo("http-error"))
                .body("retryAfter", greaterThan(0));
        server.relent();
        await().atMost(20, SECONDS)
                .until(() -> call("alice", "fails", "").extract().statusCode() == 200);
        status("fails").body("connectionStatus", equalTo("connected")).body("retryAfter", nullValue());
    }

    @Test
    void aServerThatCannotBeReachedIsLeftAloneAfterAsManyAttempts() {
        registry().manage("alice", "unreachable", "{'type':'http','url':'http://127.0.0.1:1/mcp'}");

        failThreeTimes("alice", "unreachable");

        call("alice", "unreachable", "").statusCode(503);
    }

    @Test
    void reinitializingTriesAtOnce() {
        registry().manage("alice", "forgiven", config());
        server.refuse(500, Map.of());
        failThreeTimes("alice", "forgiven");
        server.relent();

        as("alice").post("/api/mcp/forgiven/reinitialize").then().body("success", equalTo(true));

        call("alice", "forgiven", "").statusCode(200);
    }

    @Test
    void whatAServerRefusesIsNoFailureOfTheServer() {
        registry().manage("alice", "refuses", config());
        server.refuse(403, Map.of());

        IntStream.range(0, 5).forEach(i -> call("alice", "refuses", "").statusCode(502));

        server.relent();
        call("alice", "refuses", "").statusCode(200);
    }

    @Test
    void aValueOfOneUserThatCannotBeSentIsNoFailureOfTheServer() {
        registry()
                .declare(
                        "keyed",
                        "{'type':'http','url':'" + server.url() + "','headers':{'X-Key':'{{KEY}}'}," + ASKS_FOR_KEY
                                + "}");
        oauth().give("alice", "keyed", values(Map.of("KEY", "two\nlines")));
        oauth().give("bob", "keyed", values(Map.of("KEY", "good")));

        IntStream.range(0, FAILURES + 2).forEach(i -> call("alice", "keyed", "").statusCode(502));

        assertEquals(0, server.requests());
        call("bob", "keyed", "").statusCode(200);
    }

    @Test
    void aProcessThatEndsWithTheValuesOfOneUserIsNoneOfOthers() {
        registry()
                .declare(
                        "fussy",
                        "{'command':'sh','args':['-c','exit 4'],'env':{'KEY':'{{KEY}}'}," + ASKS_FOR_KEY + "}");
        oauth().give("alice", "fussy", values(Map.of("KEY", "bad")));
        oauth().give("bob", "fussy", values(Map.of("KEY", "good")));

        failThreeTimes("alice", "fussy");
        call("alice", "fussy", "").statusCode(503);

        call("bob", "fussy", "").statusCode(502);
    }

    @Test
    void anyNumberOfConnectsToAHealthyServerIsInOrder() {
        registry().manage("alice", "healthy", config());

        IntStream.range(0, 12)
                .forEach(i -> call("alice", "healthy", "?session=s" + i).statusCode(200));

        assertEquals(12, server.opened());
    }

    @Test
    void aServerThatSaysWhenItWantsToBeAskedAgainIsNotAskedBefore() {
        // given
        registry().manage("alice", "busy", config());
        server.refuse(503, Map.of("Retry-After", "2"));
        call("alice", "busy", "").statusCode(502).header("Retry-After", "2");
        int asked = server.requests();

        // when
        call("alice", "busy", "").statusCode(503).header("Retry-After", notNullValue());

        // then
        assertEquals(asked, server.requests());
        server.relent();
        await().atMost(20, SECONDS)
                .until(() -> call("alice", "busy", "").extract().statusCode() == 200);
    }

    @Test
    void aLimitOfOneUserIsNoneOfOthers() {
        registry().declare("limited", config());
        server.refuse(429, Map.of("Retry-After", "60"));
        call("alice", "limited", "?session=a").statusCode(502).header("Retry-After", "60");
        server.relent();

        call("alice", "limited", "?session=a").statusCode(503);
        call("bob", "limited", "?session=b").statusCode(200);
    }

    @Test
    void aCallThatIsToldToComeBackLaterSaysWhenAndKeepsTheSession() {
        registry().manage("alice", "later", config());
        call("alice", "later", "").statusCode(200);

        server.failCalls(429, Map.of("Retry-After", "7"));
        call("alice", "later", "").statusCode(502).header("Retry-After", "7");

        server.failCalls(0, Map.of());
        call("alice", "later", "").statusCode(200);
        assertEquals(1, server.opened());
    }

    @Test
    void aServerThatManyWantIsMetByAFewAtATime() throws Exception {
        registry().declare("wanted", config());
        server.hold("initialize");
        try (Calls calls = new Calls()) {
            IntStream.range(0, 4).forEach(i -> calls.begin(i % 2 == 0 ? "alice" : "bob", "wanted", "?session=s" + i));
            await().atMost(10, SECONDS).until(() -> server.waiting() == AT_A_TIME);

            status("wanted?session=s0").body("connectionStatus", notNullValue());
            assertEquals(AT_A_TIME, server.waiting());

            server.release();
            assertEquals(Collections.nCopies(4, 200), calls.statuses());
        }
    }

    private static void failThreeTimes(String user, String name) {
        List<Integer> statuses = IntStream.range(0, FAILURES)
                .mapToObj(i -> call(user, name, "").extract().statusCode())
                .toList();
        assertEquals(Collections.nCopies(FAILURES, 502), statuses);
    }

    private static ValidatableResponse status(String path) {
        return as("alice").get("/api/mcp/connection/status/" + path).then();
    }

    private String config() {
        return "{'type':'streamable-http','url':'" + server.url() + "'}";
    }
}
