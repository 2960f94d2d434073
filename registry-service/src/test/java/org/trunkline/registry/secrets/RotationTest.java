package org.trunkline.registry.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.access.Principal;
import org.trunkline.registry.access.PrincipalType;
import org.trunkline.registry.servers.ManyServers;
import org.trunkline.registry.servers.Servers;
import org.trunkline.secret.Keysets;
import org.trunkline.secret.RotationRecord;
import org.trunkline.secret.RotationState;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** {@code -Plong} stores 10,000 secrets instead of some hundreds. */
@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class RotationTest {

    private static final String PATH = "/api/admin/secrets/rotation";
    private static final int SECRETS = Integer.getInteger("trunkline.test.secrets", 300);
    private static final int READERS = 4;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    @Inject
    ManyServers many;

    @Inject
    StoredRotation register;

    private String name;

    @BeforeEach
    void chooseName() {
        name = "vault-" + new ObjectId().toHexString();
    }

    @Test
    void reencryptsWhatIsInUse() throws Exception {
        // given
        store(SECRETS);
        Map<String, String> tags = Map.of(first(), tag(first()), last(), tag(last()));
        long old = report().getLong("primaryKey");
        promoteAnother();
        assertEquals(0, report().getInt("done"));
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong reads = new AtomicLong();

        try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
            List<Future<?>> reading = IntStream.range(0, READERS)
                    .<Future<?>>mapToObj(reader -> readers.submit(() -> readUntil(done, new Random(reader), reads)))
                    .toList();

            // when
            Instant start = Instant.now();
            try {
                Servers.as(Tokens.ofAdmin()).post(PATH).then().statusCode(200).body("state", equalTo("running"));
                awaitState("done");
            } finally {
                done.set(true);
            }
            Duration took = Duration.between(start, Instant.now());

            // then
            for (Future<?> reader : reading) {
                reader.get();
            }
            System.out.printf(
                    "rotation: secrets=%d took=%s reads meanwhile=%d failed=0%n",
                    report().getLong("total"), took, reads.get());
        }
        JsonPath report = report();
        assertEquals(report.getLong("total"), report.getLong("done"));
        assertTrue(report.getLong("total") >= SECRETS);
        assertTrue(report.getBoolean("keys.find { it.key == " + old + " }.removable"));
        tags.forEach((server, tag) -> assertEquals(tag, tag(server)));

        // when
        String keyset = keyset();
        for (int keys = report().getList("keys").size(); keys > 1; keys--) {
            keyset = Keysets.withoutFirst(keyset);
        }
        write(keyset);
        awaitThat(() -> report().getList("keys").size() == 1);

        // then
        assertAllRead(SECRETS);
    }

    @Test
    void goesOnWhenTheReplicaThatWorkedIsDead() {
        // given
        store(20);
        promoteAnother();
        heldBy("dead");

        // when
        awaitState("done");

        // then
        assertEquals(report().getLong("total"), report().getLong("done"));
        assertAllRead(20);
    }

    @Test
    void stops() {
        // given: a replica that keeps it from being worked on
        store(1);
        promoteAnother();
        heldBy("another");

        // when
        Servers.as(Tokens.ofAdmin()).delete(PATH).then().statusCode(200).body("state", equalTo("stopped"));

        // then
        assertTrue(report().getLong("done") < report().getLong("total"));
        Servers.as(Tokens.ofAdmin()).post(PATH).then().statusCode(200);
        awaitState("done");
    }

    @Test
    void namesWhatDoesNotOpen() {
        // given
        ObjectId server = store(2).getFirst();
        many.damage(server);

        // then
        Servers.as(Tokens.ofAdmin())
                .get(PATH)
                .then()
                .body("unreadable.values", equalTo(1))
                .body("unreadable.places", hasItem("server:" + server + ":headers.X-Secret"));
        many.remove(server);
    }

    @Test
    void isForAdministrators() {
        String alice = Tokens.of("alice");
        Servers.as(alice).get(PATH).then().statusCode(403);
        Servers.as(alice).post(PATH).then().statusCode(403);
        Servers.as(alice).delete(PATH).then().statusCode(403);
    }

    private List<ObjectId> store(int count) {
        List<Principal> viewers = List.of(new Principal(PrincipalType.USER, "vault-" + name));
        return many.store(name, count, i -> "clear-" + i, i -> viewers);
    }

    /** Writes that a replica works, which does not. */
    private void heldBy(String replica) {
        long next = register.read().version() + 1;
        assertTrue(register.write(new RotationRecord(next, RotationState.RUNNING, replica, Instant.now(), null, null)));
    }

    private Void readUntil(AtomicBoolean done, Random random, AtomicLong reads) {
        while (!done.get()) {
            int i = random.nextInt(SECRETS);
            Servers.asNeighbour("vault-" + name)
                    .get("/internal/v1/servers/" + name + "-" + i)
                    .then()
                    .statusCode(200)
                    .body("config.headers.X-Secret", equalTo("clear-" + i));
            reads.incrementAndGet();
        }
        return null;
    }

    private void assertAllRead(int count) {
        List<String> secrets = Servers.asNeighbour("vault-" + name)
                .get("/internal/v1/servers")
                .then()
                .statusCode(200)
                .extract()
                .path("config.headers.findAll { it != null && it['X-Secret'] != null }.'X-Secret'");
        List<String> expected = new ArrayList<>(
                IntStream.range(0, count).mapToObj(i -> "clear-" + i).toList());
        expected.sort(null);
        List<String> found = new ArrayList<>(secrets);
        found.sort(null);
        assertEquals(expected, found);
    }

    private String first() {
        return name + "-0";
    }

    private String last() {
        return name + "-" + (SECRETS - 1);
    }

    private String tag(String server) {
        return Servers.as(Tokens.of("vault-" + name))
                .get(Servers.PATH + "/" + server)
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
    }

    private static JsonPath report() {
        return Servers.as(Tokens.ofAdmin())
                .get(PATH)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static void awaitState(String state) {
        awaitThat(() -> report().getString("state").equals(state));
    }

    /** A report opens all secrets: it is not asked for all the time. */
    private static void awaitThat(Callable<Boolean> condition) {
        await().atMost(LONGEST).pollInterval(Duration.ofMillis(500)).until(condition);
    }

    /** As an operator does: adds a key, then promotes it, each time until the service knows. */
    private static void promoteAnother() {
        String keyset = keyset();
        int keys = report().getList("keys").size();
        write(Keysets.withNewKey(keyset));
        awaitThat(() -> report().getList("keys").size() > keys);
        long before = report().getLong("primaryKey");
        write(Keysets.promoted(keyset()));
        awaitThat(() -> report().getLong("primaryKey") != before);
    }

    private static String keyset() {
        try {
            return Files.readString(RegistryTestBed.keysetFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(String keyset) {
        try {
            Path next = Files.writeString(RegistryTestBed.keysetFile().resolveSibling("next"), keyset);
            Files.move(next, RegistryTestBed.keysetFile(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
