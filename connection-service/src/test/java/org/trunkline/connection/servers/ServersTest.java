package org.trunkline.connection.servers;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ShortTimes;
import org.trunkline.neighbours.StubNeighbour.Answer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** How long the registry's answers count, and who waits for them. */
@QuarkusTest
@TestProfile(ShortTimes.class)
class ServersTest {

    private static final String SERVERS = "/internal/v1/servers/";

    /** Of {@link ShortTimes}. */
    private static final Duration CACHE_TIME = Duration.ofSeconds(4);

    @Inject
    CircuitBreakerMaintenance breakers;

    private ChangingServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        registry().neighbour().reset();
        breakers.resetAll();
        server = new ChangingServer();
    }

    @AfterEach
    void stopServer() {
        registry().reset();
        breakers.resetAll();
        server.close();
    }

    @Test
    void callsInARowAskTheRegistryOnce() {
        declare("often");

        for (int calls = 0; calls < 5; calls++) {
            assertEquals(200, call("often"));
        }

        assertEquals(1, registry().questions());
    }

    @Test
    void callsByKeyInARowAskForTheNamesAndTheServerOnce() {
        declare("keyed");

        for (int calls = 0; calls < 20; calls++) {
            assertEquals(200, callByKey("keyed"));
        }

        assertEquals(2, registry().questions());
    }

    @Test
    void aServerThatIsNewIsFoundByItsToolsKeyAtOnce() {
        declare("older");
        assertEquals(200, callByKey("older"));

        declare("newer");

        assertEquals(200, callByKey("newer"));
    }

    @Test
    void nobodyWaitsWhileAnAnswerInUseIsRenewed() {
        // given
        declare("used");
        assertEquals(200, call("used"));
        CountDownLatch silence = new CountDownLatch(1);
        registry().neighbour().on("GET", SERVERS + "used", request -> whenReleased(silence));

        // when
        await().atMost(10, SECONDS).until(() -> {
            assertEquals(200, call("used"));
            return questions("used") > 1;
        });

        // then
        assertEquals(200, call("used"));
        silence.countDown();
    }

    @Test
    void anAnswerIsRenewedByItsEntityTag() {
        declare("tagged");

        await().atMost(20, SECONDS).until(() -> {
            assertEquals(200, call("tagged"));
            return renewals() > 1;
        });

        assertEquals(renewals() + 1, questions("tagged"));
    }

    @Test
    void whatIsTakenAwayEndsWithTheAnswer() {
        declare("taken");
        assertEquals(200, call("taken"));

        registry().remove("taken");

        await().atMost(10, SECONDS).until(() -> call("taken") == 404);
    }

    @Test
    void aListOfAllIsRenewedByItsEntityTagAndWhatIsTakenAwayIsNotInIt() {
        declare("kept");
        declare("lent");
        list().body("servers", allOf(hasKey("kept"), hasKey("lent")));

        list().body("servers", allOf(hasKey("kept"), hasKey("lent")));
        assertEquals(1, renewals());
        registry().remove("lent");
        list().body("servers", allOf(hasKey("kept"), not(hasKey("lent"))));
    }

    @Test
    void callsGoOnForATimeWhileTheRegistryCannotBeAsked() {
        // given
        declare("unsure");
        assertEquals(200, call("unsure"));
        long known = System.nanoTime();

        // when
        registry().goDown(Integer.MAX_VALUE);

        // then
        AtomicLong lastSuccess = new AtomicLong();
        await().atMost(30, SECONDS).until(() -> {
            long now = System.nanoTime();
            int status = call("unsure");
            if (status == 200) {
                lastSuccess.set(now);
            }
            return status == 503;
        });
        assertTrue(lastSuccess.get() - known > CACHE_TIME.toNanos(), "an answer goes on counting");
    }

    @Test
    void afterAnOutageTheRegistrysWordCounts() {
        // given
        declare("back");
        assertEquals(200, call("back"));
        registry().goDown(Integer.MAX_VALUE);
        int before = registry().questions();
        await().atMost(10, SECONDS)
                .until(() -> call("back") == 200 && registry().questions() > before);

        // when
        registry().remove("back");
        registry().goDown(0);

        // then
        await().atMost(20, SECONDS).until(() -> call("back") == 404);
    }

    private void declare(String name) {
        registry().declare(name, "{'type':'http','url':'" + server.url() + "'}");
    }

    private static long questions(String name) {
        return registry().neighbour().requests().stream()
                .filter(request -> request.uri().getPath().equals(SERVERS + name))
                .count();
    }

    private static long renewals() {
        return registry().neighbour().requests().stream()
                .filter(request -> request.known() != null)
                .count();
    }

    private static Answer whenReleased(CountDownLatch silence) {
        try {
            silence.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Answer(503, "released");
    }

    private static ValidatableResponse list() {
        return as("alice").get("/api/mcp/tools").then().statusCode(200);
    }

    private static int call(String name) {
        return as("alice")
                .body("{}")
                .post("/api/mcp/" + name + "/tools/any/call")
                .statusCode();
    }

    private static int callByKey(String name) {
        return as("alice")
                .body("{\"tool\":\"any_mcp_" + name + "\"}")
                .post("/api/mcp/tools/call")
                .statusCode();
    }
}
