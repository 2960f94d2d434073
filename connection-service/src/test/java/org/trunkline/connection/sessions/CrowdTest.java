package org.trunkline.connection.sessions;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.CrowdedServer;
import org.trunkline.connection.testbed.CrowdedServer.Handshake;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.identity;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/**
 * Many sessions that wait for one server: half of them alice's, the others one user's each. The server is met by a few
 * at a time and by so many in a second, nobody waits for all of alice's, and nothing is left of it.
 */
@Tag("chaos")
@QuarkusTest
@TestProfile(CrowdTest.Crowd.class)
@QuarkusTestResource(ConnectionTestBed.class)
class CrowdTest {

    private static final int SESSIONS = Integer.getInteger("trunkline.test.crowd", 500);
    private static final int HALF = SESSIONS / 2;
    private static final int AT_A_TIME = 16;
    private static final int IN_A_SECOND = 250;
    private static final int CALLERS = 64;

    /** What the test itself and caches of the service may take meanwhile. */
    private static final long OTHERS = 10 * 1024 * 1024;

    /** What a session may leave: how it ended is remembered for an hour, and the latest changes are. */
    private static final long LEFT_OF_ONE = 3 * 1024;

    private final HttpClient http = HttpClient.newHttpClient();

    /** As it is by default, but for as many sessions as are wanted, and patient as the test's machine needs it. */
    public static final class Crowd implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "trunkline.sessions.max-per-user", "10000",
                    "trunkline.sessions.max-per-server", "10000",
                    "trunkline.sessions.close-timeout", "120s",
                    "trunkline.connect.patience", "300s",
                    "trunkline.links.init-timeout", "300s",
                    "trunkline.connect.pause", "1s",
                    "trunkline.connect.longest-pause", "2s");
        }
    }

    @BeforeEach
    void forget() {
        registry().reset();
        registry().neighbour().reset();
    }

    @AfterEach
    void closeClient() {
        http.shutdownNow();
    }

    @Test
    void aServerThatComesBackWithoutItsSessionsIsMetByAFewAtATimeAndAllGetThrough() {
        try (CrowdedServer server = new CrowdedServer(false)) {
            declare("back", server);
            callAll("back", CALLERS);
            server.die();
            server.forgetSessions();
            server.comeBack();

            callAll("back", SESSIONS);

            Map<String, Long> byUser =
                    server.handshakes().stream().collect(Collectors.groupingBy(Handshake::user, Collectors.counting()));
            assertEquals(HALF, byUser.remove("alice"));
            assertEquals(SESSIONS - HALF, byUser.size());
            assertBounded(server);
            end("back", server, SESSIONS);
        }
    }

    @Test
    void streamsThatBrokeAtOnceAreTakenUpAgainOneAfterTheOther() {
        try (CrowdedServer server = new CrowdedServer(true)) {
            declare("heard", server);
            callAll("heard", CALLERS);
            await().atMost(60, SECONDS).until(() -> server.listeners() == SESSIONS);
            server.die();
            server.comeBack();

            await("all to be heard again").atMost(120, SECONDS).until(() -> server.listeners() == SESSIONS);

            assertEquals(0, server.handshakes().size());
            assertSpread(server.streams());
            end("heard", server, SESSIONS);
        }
    }

    @Test
    void whoWantsManySessionsDelaysNobody() {
        try (CrowdedServer server = new CrowdedServer(false)) {
            declare("wanted", server);
            server.hold();

            List<CompletableFuture<Integer>> alices = begin(HALF, i -> call("wanted", "alice", "?session=s" + i));
            await("alice's to wait").atMost(120, SECONDS).until(() -> open("alice") == HALF);
            int asked = registry().questions();
            List<CompletableFuture<Integer>> others = begin(HALF, i -> call("wanted", "user-" + i, ""));
            await("the others' to wait")
                    .atMost(120, SECONDS)
                    .until(() -> registry().questions() >= asked + HALF);
            server.release();

            assertEquals(Collections.nCopies(HALF, 200), statuses(others));
            assertEquals(Collections.nCopies(HALF, 200), statuses(alices));
            List<String> order =
                    server.handshakes().stream().map(Handshake::user).toList();
            int last = IntStream.range(0, order.size())
                    .filter(i -> !order.get(i).equals("alice"))
                    .max()
                    .orElseThrow();
            long alicesBefore =
                    order.subList(0, last).stream().filter("alice"::equals).count();
            assertTrue(
                    alicesBefore <= 2 * AT_A_TIME,
                    () -> "the last of the others waited for " + alicesBefore + " of alice's");
            assertBounded(server);
            end("wanted", server, SESSIONS);
        }
    }

    @Test
    void nothingIsLeftOfIt() {
        try (CrowdedServer server = new CrowdedServer(false)) {
            declare("gone", server);
            callAll("gone", CALLERS);
            end("gone", server, SESSIONS);
            long heap = heap();

            declare("gone", server);
            callAll("gone", SESSIONS);
            end("gone", server, 2 * SESSIONS);

            await("the heap to be as it was")
                    .atMost(60, SECONDS)
                    .until(() -> heap() - heap < OTHERS + SESSIONS * LEFT_OF_ONE);
        }
    }

    private static void assertBounded(CrowdedServer server) {
        assertTrue(
                server.mostUnderWay() <= AT_A_TIME,
                () -> server.mostUnderWay() + " handshakes were under way at a time");
        assertSpread(server.handshakes().stream().map(Handshake::at).toList());
    }

    /** Twice as many may come in a second: a machine that stands still makes some late. */
    private static void assertSpread(List<Long> times) {
        long took = Collections.max(times) - Collections.min(times);
        long shortest = SECONDS.toNanos(1) * SESSIONS / IN_A_SECOND / 2;
        assertTrue(took >= shortest, () -> SESSIONS + " came within " + took + " ns");
    }

    private static void declare(String name, CrowdedServer server) {
        registry()
                .declare(
                        name,
                        "{'type':'http','headers':{'X-User':'{{LIBRECHAT_USER_ID}}'},'url':'" + server.url() + "'}");
    }

    private static void end(String name, CrowdedServer server, int closed) {
        registry().remove(name);
        await("all sessions to be closed upstream").atMost(120, SECONDS).until(() -> server.closed() == closed);
        registry().neighbour().reset();
    }

    private void callAll(String server, int callers) {
        Semaphore turns = new Semaphore(callers);
        List<CompletableFuture<Integer>> calls = begin(SESSIONS, i -> {
            turns.acquireUninterruptibly();
            return (i % 2 == 0 ? call(server, "alice", "?session=s" + i / 2) : call(server, "user-" + i / 2, ""))
                    .whenComplete((status, failure) -> turns.release());
        });
        assertEquals(Collections.nCopies(SESSIONS, 200), statuses(calls));
    }

    private static List<CompletableFuture<Integer>> begin(int number, IntFunction<CompletableFuture<Integer>> call) {
        return IntStream.range(0, number).mapToObj(call).toList();
    }

    private static List<Integer> statuses(List<CompletableFuture<Integer>> calls) {
        return calls.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<Integer> call(String server, String user, String query) {
        String token = identity().token("alice", claims -> claims.subject(user));
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://localhost:" + RestAssured.port + "/api/mcp/" + server + "/tools/echo/call" + query))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        return http.sendAsync(request, BodyHandlers.discarding()).thenApply(answer -> answer.statusCode());
    }

    /** How many sessions of a user are open or being opened. */
    private static int open(String user) {
        return as(user).get("/api/mcp/connection/sessions")
                .jsonPath()
                .getList("sessions")
                .size();
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
