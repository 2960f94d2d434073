package org.trunkline.connection.sessions;

import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.Calls;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.local.samples.SampleServer;
import org.trunkline.local.samples.Samples;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class SessionsTest {

    private static final String SESSIONS = "/internal/v1/servers/gone/sessions";

    private SampleServer sample;

    @BeforeEach
    void startSample() {
        registry().reset();
        sample = Samples.open();
    }

    @AfterEach
    void stopSample() {
        sample.close();
    }

    @Test
    void fiftyFirstCallsOfOneUserOpenOneSession() throws Exception {
        // given
        registry().manage("alice", "busy", config());
        Callable<Integer> call = () -> echo("alice", "busy");

        // when
        List<Integer> statuses;
        try (ExecutorService callers = Executors.newFixedThreadPool(50)) {
            statuses = callers
                    .invokeAll(IntStream.range(0, 50).mapToObj(i -> call).toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
        }

        // then
        assertEquals(50, statuses.stream().filter(status -> status == 200).count());
        assertEquals(1, sample.sessionsOpened());
    }

    @Test
    void callsOfOneSessionDoNotWaitForEachOther() throws Exception {
        try (ChangingServer server = new ChangingServer();
                Calls calls = new Calls()) {
            registry().manage("alice", "several", "{'type':'http','url':'" + server.url() + "'}");
            server.hold("tools/call");

            calls.begin("alice", "several", "");
            calls.begin("alice", "several", "");
            calls.begin("alice", "several", "");

            await().atMost(10, SECONDS).until(() -> server.waiting() == 3);
            as("alice")
                    .get("/api/mcp/connection/sessions")
                    .then()
                    .body("sessions.find { it.server == 'several' }.inFlight", equalTo(3));
            server.release();
            assertEquals(List.of(200, 200, 200), calls.statuses());
            assertEquals(1, server.opened());
        }
    }

    @Test
    void usersOfADeclaredServerShareASession() {
        registry().declare("shared", config());

        echo("alice", "shared");
        echo("bob", "shared");

        assertEquals(1, sample.sessionsOpened());
    }

    @Test
    void usersOfAServerThatKnowsThemHaveTheirOwn() {
        registry().declare("own", config().replace("}", ",'headers':{'X-User-ID':'{{LIBRECHAT_USER_ID}}'}}"));

        echo("alice", "own");
        echo("bob", "own");
        echo("bob", "own");

        assertEquals(2, sample.sessionsOpened());
    }

    @Test
    void aLostUpstreamSessionIsReplacedUnseenByTheCaller() {
        // given
        registry().manage("alice", "restarted", config());
        echo("alice", "restarted");
        int port = URI.create(sample.url()).getPort();

        // when
        sample.close();
        sample = Samples.open(port);

        // then
        assertEquals(200, echo("alice", "restarted"));
        assertEquals(1, sample.sessionsOpened());
    }

    @Test
    void aChangedConfigurationGetsANewSessionAndTheOldOneIsClosed() {
        // given
        registry().manage("alice", "changed", config());
        echo("alice", "changed");

        // when
        registry().manage("alice", "changed", config().replace("}", ",'title':'Other'}"));
        echo("alice", "changed");

        // then
        assertEquals(2, sample.sessionsOpened());
        await().atMost(5, SECONDS).until(() -> sample.sessionsClosed() == 1);
    }

    @Test
    void reinitializingClosesTheSessionUpstreamAndOpensAnother() {
        registry().manage("alice", "renewed", config());
        echo("alice", "renewed");

        as("alice")
                .post("/api/mcp/renewed/reinitialize")
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("serverName", equalTo("renewed"))
                .body("oauthRequired", equalTo(false));

        assertEquals(2, sample.sessionsOpened());
        assertEquals(1, sample.sessionsClosed());
    }

    @Test
    void aNeighbourEndsEverySessionOfAServer() {
        // given
        registry().declare("gone", config().replace("}", ",'headers':{'X-User-ID':'{{LIBRECHAT_USER_ID}}'}}"));
        registry().declare("stays", config());
        echo("alice", "gone");
        echo("bob", "gone");
        echo("bob", "stays");

        // when
        registry().remove("gone");
        asNeighbour().delete(SESSIONS).then().statusCode(204);

        // then
        assertEquals(2, sample.sessionsClosed());
        assertEquals(404, echo("alice", "gone"));
        assertEquals(200, echo("bob", "stays"));
        assertEquals(3, sample.sessionsOpened());
        asNeighbour().delete(SESSIONS).then().statusCode(204);
    }

    @Test
    void onlyNeighboursEndTheSessionsOfOthers() {
        registry().declare("gone", config());
        echo("alice", "gone");

        as("alice").delete(SESSIONS).then().statusCode(401);
        as("carol").delete(SESSIONS).then().statusCode(401);
        given().delete(SESSIONS).then().statusCode(401);

        assertEquals(0, sample.sessionsClosed());
    }

    private static RequestSpecification asNeighbour() {
        return given().auth().oauth2(ConnectionTestBed.identity().serviceToken("registry-service"));
    }

    private String config() {
        return "{'type':'streamable-http','url':'" + sample.url() + "'}";
    }

    private static int echo(String user, String server) {
        return as(user).body("{\"arguments\":{\"message\":\"hi\"}}")
                .post("/api/mcp/" + server + "/tools/echo/call")
                .statusCode();
    }
}
