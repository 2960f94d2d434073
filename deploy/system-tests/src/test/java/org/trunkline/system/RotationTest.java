package org.trunkline.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.trunkline.secret.Keysets;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The process of registry-service that re-encrypts the secrets is killed in the middle of it, while tools are called
 * with them. {@code -Plong} stores 10,000.
 */
@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RotationTest {

    private static final Logger LOG = Logger.getLogger(RotationTest.class);
    private static final String REGISTRY = "registry-service";
    private static final String ROTATION = "/api/admin/secrets/rotation";
    private static final int SECRETS = Integer.getInteger("trunkline.test.secrets", 300);
    private static final int CLIENTS = 4;
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(10);

    private final Path folder = Repository.scratch("rotation");
    private final Path keyset = folder.resolve("data/secrets-keyset.json");
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();
    private LocalRun trunkline;

    @BeforeAll
    void start() {
        trunkline = new LocalRun(folder, "--replicas", "registry=2")
                .with("TRUNKLINE_SERVERS_CACHE_TIME", "1ms")
                .startFresh();
    }

    @AfterAll
    void stop() {
        if (trunkline != null) {
            trunkline.close();
        }
    }

    @Test
    void isFinishedThoughTheProcessThatWorkedIsKilled() throws Exception {
        // given
        inParallel(SECRETS, this::store);
        long old = report(trunkline.replicas(REGISTRY).getFirst()).getLong("primaryKey");
        change(Keysets::withNewKey, report -> report.getList("keys").size() == 2);
        change(Keysets::promoted, report -> report.getLong("primaryKey") != old);

        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> reading = IntStream.range(0, CLIENTS)
                    .<Future<?>>mapToObj(client -> clients.submit(() -> callUntilDone(new Random(client))))
                    .toList();
            long kept;
            LocalRun.Replica other;
            try {
                // when
                trunkline.as("carol").post(ROTATION).then().statusCode(200).body("state", equalTo("running"));
                LocalRun.Replica worker = worker();
                other = trunkline.replicas(REGISTRY).get(2 - worker.index());
                awaitReport(other, report -> report.getLong("done") > 0);
                worker.kill();
                kept = report(other).getLong("done");
                assertTrue(kept < SECRETS, "it was finished before it could be killed");

                // then
                awaitReport(other, report -> report.getString("state").equals("done"));
            } finally {
                done.set(true);
            }
            for (Future<?> client : reading) {
                client.get();
            }
            JsonPath report = report(other);
            LOG.infof(
                    "rotation: secrets=%d re-encrypted when killed=%d calls meanwhile=%d asked again=%d",
                    SECRETS, kept, calls.get(), unanswered.get());
            assertEquals(SECRETS, report.getInt("total"));
            assertEquals(SECRETS, report.getInt("done"));
            assertTrue(report.getBoolean("keys.find { it.key == " + old + " }.removable"));
        }

        // and
        change(Keysets::withoutFirst, report -> report.getList("keys").size() == 1);
        inParallel(SECRETS, server -> call(server).then().statusCode(200));
    }

    private void store(int server) {
        trunkline
                .as("alice")
                .body(Map.of(
                        "config",
                        Map.of(
                                "type",
                                "streamable-http",
                                "url",
                                trunkline.ordersSample(),
                                "title",
                                "Vault " + server,
                                "headers",
                                Map.of("X-Api-Key", "demo-key"))))
                .post("/api/mcp/servers")
                .then()
                .statusCode(201)
                .body("serverName", equalTo("vault-" + server));
    }

    /** The sample answers only whoever sends the key that is stored. */
    private Response call(int server) {
        return trunkline.as("alice").body("{}").post("/api/mcp/vault-" + server + "/tools/list_orders/call");
    }

    /** What the killed process was asked goes unanswered, with 503, and is asked again. */
    private void callUntilDone(Random random) {
        while (!done.get()) {
            int server = random.nextInt(SECRETS);
            int status = call(server).statusCode();
            if (status == 503) {
                unanswered.incrementAndGet();
                status = await().atMost(LONGEST).until(() -> call(server).statusCode(), again -> again != 503);
            }
            assertEquals(200, status);
            calls.incrementAndGet();
        }
    }

    private LocalRun.Replica worker() {
        return await().until(
                        () -> trunkline.replicas(REGISTRY).stream()
                                .filter(replica -> Processes.text(
                                                trunkline.logs().resolve(REGISTRY + "-" + replica.index() + ".log"))
                                        .contains("rotation: working"))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** As an operator does: the next step only when every replica has the file. */
    private void change(UnaryOperator<String> step, Predicate<JsonPath> known) throws IOException {
        Path next = Files.writeString(keyset.resolveSibling("next"), step.apply(Files.readString(keyset)));
        Files.move(next, keyset, StandardCopyOption.ATOMIC_MOVE);
        trunkline.replicas(REGISTRY).forEach(replica -> awaitReport(replica, known));
    }

    private void awaitReport(LocalRun.Replica replica, Predicate<JsonPath> condition) {
        await().atMost(LONGEST)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(() -> condition.test(report(replica)));
    }

    private JsonPath report(LocalRun.Replica replica) {
        return RestAssured.given()
                .auth()
                .oauth2(trunkline.token("carol"))
                .get(replica.origin() + ROTATION)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static void inParallel(int count, IntConsumer action) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> all = IntStream.range(0, count)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> action.accept(i)))
                    .toList();
            for (Future<?> each : all) {
                each.get();
            }
        }
    }
}
