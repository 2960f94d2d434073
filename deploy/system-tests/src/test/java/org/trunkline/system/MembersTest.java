package org.trunkline.system;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.restassured.response.Response;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.trunkline.local.Service;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Three replicas of connection-service: each user has one session with a server, whichever replica is asked. */
@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MembersTest {

    private static final Logger LOG = Logger.getLogger(MembersTest.class);

    /** The bound for the first call after {@code kill -9}, twice as long for a machine that is busy. */
    private static final Duration TAKEOVER = Duration.ofSeconds(10);

    private static final Duration OUTAGE = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int CROWD = 100;
    private static final int MOST_OF_USER = 5;

    private final CountingServer server = new CountingServer();
    private final Fleet fleet = new Fleet(Repository.scratch("members"), declared(server));

    /** A server whose sessions are users' own, and that is told who calls, and from which replica. */
    static String declared(CountingServer... servers) {
        StringBuilder text = new StringBuilder("mcpServers:\n");
        for (int i = 0; i < servers.length; i++) {
            text.append("""
                      counting-%d:
                        type: streamable-http
                        url: http://127.0.0.1:%d/mcp
                        headers:
                          X-User: "{{LIBRECHAT_USER_ID}}"
                          X-Replica: "${REPLICA}"
                    """.formatted(i, servers[i].port()));
        }
        return text.toString();
    }

    @BeforeAll
    void start() {
        fleet.with("TRUNKLINE_MEMBERS_BALANCE", "1s")
                .with("TRUNKLINE_SESSIONS_MAX_PER_USER", String.valueOf(MOST_OF_USER))
                .start(1, 1, 3);
    }

    @AfterEach
    void restore() {
        fleet.all().forEach(FleetReplica::restore);
    }

    @AfterAll
    void stop() {
        fleet.close();
        server.close();
    }

    @Test
    void everyReplicaServesTheOneSessionOfAUser() {
        // when
        fleet.connections().forEach(replica -> call("anna", replica).then().statusCode(200));

        // then
        assertEquals(3, calls("anna").size());
        assertEquals(1, sessions("anna").size());
        assertEquals(1, replicas("anna").size());
        fleet.connections()
                .forEach(replica -> fleet.as("anna")
                        .get(replica.origin() + "/api/mcp/connection/status/counting-0")
                        .then()
                        .statusCode(200)
                        .body("connectionStatus", equalTo("connected")));
        fleet.connections()
                .forEach(replica -> fleet.as("anna")
                        .get(replica.origin() + "/api/mcp/connection/sessions")
                        .then()
                        .body("sessions", hasSize(1)));
    }

    @Test
    void everyReplicaListsTheToolsAndEndsTheSession() {
        // given
        call("ben", first()).then().statusCode(200);

        // when, then
        fleet.connections()
                .forEach(replica -> fleet.as("ben")
                        .get(replica.origin() + "/api/mcp/tools")
                        .then()
                        .body("servers.'counting-0'.tools.name", equalTo(List.of("once", "again"))));
        assertEquals(1, sessions("ben").size());
        fleet.as("ben")
                .delete(notOwner("ben").origin() + "/api/mcp/counting-0/sessions/default")
                .then()
                .statusCode(204);
        await().until(() -> server.ended().containsAll(sessions("ben")));
    }

    @Test
    void afterAKillTheNextCallGoesOnWithTheUpstreamSession() {
        // given
        call("cleo", first()).then().statusCode(200);
        FleetReplica owner = owner("cleo");
        FleetReplica other = notOwner("cleo");

        // when
        owner.kill();
        Instant killed = Instant.now();

        // then
        call("cleo", other).then().statusCode(200);
        Duration gap = Duration.between(killed, Instant.now());
        LOG.infof("members: the next call after kill -9 was answered after ms=%d", gap.toMillis());
        assertTrue(gap.compareTo(TAKEOVER) < 0, gap::toString);
        assertEquals(1, sessions("cleo").size());
        assertEquals(2, replicas("cleo").size());
    }

    @Test
    void aStoppedReplicaThatComesBackUsesItsSessionsNoMore() {
        // given
        call("dora", first()).then().statusCode(200);
        FleetReplica owner = owner("dora");
        FleetReplica other = notOwner("dora");

        // when
        owner.pause();
        call("dora", other, "once")
                .then()
                .statusCode(503)
                .body("type", equalTo("urn:trunkline:problem:outcome-unknown"));
        call("dora", other, "again").then().statusCode(200);
        owner.resume();

        // then
        call("dora", owner).then().statusCode(200);
        call("dora", owner).then().statusCode(200);
        assertEquals(
                List.of(owner.name(), other.name(), other.name(), other.name()),
                calls("dora").stream().map(CountingServer.Call::replica).toList());
    }

    @Test
    void aReplicaThatIsAloneCutFromTheDatabaseGivesItsSessionsUp() {
        // given
        call("emil", first()).then().statusCode(200);
        FleetReplica owner = owner("emil");
        FleetReplica other = notOwner("emil");

        // when
        owner.wire().cut();
        await().until(() -> !owner.isReady());

        // then
        call("emil", other).then().statusCode(200);
        call("emil", owner).then().statusCode(200);
        assertEquals(Set.of(owner.name(), other.name()), replicas("emil"));
        assertEquals(other.name(), calls("emil").getLast().replica());
    }

    @Test
    void withoutADatabaseLiveSessionsGoOnAndNewOnesAndChangesAreRefused() {
        // given
        fleet.connections().forEach(replica -> call("fred", replica).then().statusCode(200));
        String managed = create("fred", "Own").then().statusCode(201).extract().path("serverName");
        fleet.connections()
                .forEach(
                        replica -> call("fred", replica, managed, "once").then().statusCode(200));
        int before = calls("fred").size() + calls("Own").size();

        // when
        fleet.all().forEach(replica -> replica.wire().cut());

        // then
        Instant end = Instant.now().plus(OUTAGE);
        int made = 0;
        while (Instant.now().isBefore(end)) {
            for (FleetReplica replica : fleet.connections()) {
                call("fred", replica).then().statusCode(200);
                call("fred", replica, managed, "once").then().statusCode(200);
                made += 2;
            }
        }
        LOG.infof("members: calls without a database=%d in s=%d", made, OUTAGE.toSeconds());
        for (Response refused : List.of(call("gina", first()), create("gina", "Hers"))) {
            refused.then()
                    .statusCode(503)
                    .header("Retry-After", notNullValue())
                    .body("type", equalTo("urn:trunkline:problem:neighbour-unavailable"));
        }
        assertTrue(fleet.connections().stream().allMatch(FleetReplica::isReady));

        // when
        fleet.all().forEach(replica -> replica.wire().mend());

        // then
        await().atMost(Duration.ofSeconds(20)).until(() -> call("gina", first()).statusCode() == 200);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> create("gina", "Hers").statusCode() == 201);
        assertEquals(before + made, calls("fred").size() + calls("Own").size());
        assertEquals(1, sessions("fred").size());
        assertEquals(1, replicas("fred").size());
    }

    @Test
    void aDrainedReplicaLeavesItsSessionsWithoutAnError() {
        // given
        call("hans", first()).then().statusCode(200);
        FleetReplica owner = owner("hans");
        FleetReplica other = notOwner("hans");

        // when
        Thread ending = Thread.startVirtualThread(owner::terminate);

        // then
        while (ending.isAlive()) {
            call("hans", other).then().statusCode(200);
        }
        assertEquals(1, sessions("hans").size());
        assertEquals(2, replicas("hans").size());
    }

    @Test
    void underLoadAReplicaThatIsAddedGetsItsShareAndThoseThatGoLoseNothing() {
        MembersLoad load = new MembersLoad(fleet, CROWD, 1);
        long warm;
        try (load) {
            // given
            await().atMost(LONGEST).until(() -> load.ended().size() > 5 * CROWD);
            warm = System.nanoTime();

            // when
            FleetReplica added = fleet.add();

            // then
            await().atMost(LONGEST).until(() -> usersAt(added) >= CROWD / 10);

            // when
            added.terminate();
            fleet.remove(added);
            fleet.connections().getLast().terminate();

            // then
            int ended = load.ended().size();
            await().atMost(LONGEST).until(() -> load.ended().size() > ended + 2 * CROWD);
        }
        LOG.infof(
                "members: calls=%d while a replica came and two went",
                load.ended().size());
        assertEquals(
                List.of(),
                load.failures().stream().filter(failed -> failed.at() > warm).toList());
        crowd().forEach(user -> {
            assertEquals(1, sessions(user).size(), user);
            assertEquals(calls(user).size(), new HashSet<>(calls(user)).size(), "each is executed once");
        });
    }

    @Test
    void aUserHasSoManySessionsOnAllReplicasTogether() {
        // given
        List<FleetReplica> replicas = fleet.connections();

        // when
        for (int i = 0; i <= MOST_OF_USER; i++) {
            fleet.as("jane")
                    .body(Map.of("arguments", Map.of("id", "jane" + i)))
                    .post(replicas.get(i % replicas.size()).origin() + "/api/mcp/counting-0/tools/once/call?session=s"
                            + i)
                    .then()
                    .statusCode(200);
            if (i == 0) { // by more than replicas need to tell how long sessions have been idle
                await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            }
        }

        // then
        assertTrue(replicas("jane").size() > 1);
        await().untilAsserted(() -> fleet.as("jane")
                .get(first().origin() + "/api/mcp/connection/sessions")
                .then()
                .body("sessions", hasSize(MOST_OF_USER))
                .body("sessions.session", not(hasItem("s0"))));
        assertEquals(
                1, sessions("jane").stream().filter(server.ended()::contains).count());
    }

    @Test
    void administratorsSeeAndEndTheSessionsOfAllReplicasAtEach() {
        // given
        List<String> crowd = IntStream.range(0, 12).mapToObj(i -> "watched" + i).toList();
        List<FleetReplica> replicas = fleet.connections();
        crowd.forEach(user -> call(user, replicas.get(crowd.indexOf(user) % replicas.size()))
                .then()
                .statusCode(200));

        // when, then
        replicas.forEach(replica -> assertEquals(crowd, watched(replica)));
        fleet.asAdministrator()
                .delete(first().origin() + "/api/admin/sessions?user=watched3")
                .then()
                .statusCode(200)
                .body("ended", equalTo(1));
        fleet.asAdministrator()
                .delete(first().origin() + "/api/admin/sessions?server=counting-0&replica="
                        + owner("watched7").origin())
                .then()
                .statusCode(200);
        replicas.forEach(replica -> {
            assertFalse(watched(replica).contains("watched3"));
            assertFalse(watched(replica).contains("watched7"));
        });
        await().until(() -> server.ended().containsAll(sessions("watched7")));
    }

    private List<String> watched(FleetReplica replica) {
        return fleet
                .asAdministrator()
                .get(replica.origin() + "/api/admin/sessions?limit=1000")
                .then()
                .statusCode(200)
                .body("silent", hasSize(0))
                .extract()
                .<List<String>>path("data.user")
                .stream()
                .filter(user -> user.startsWith("watched"))
                .sorted(Comparator.comparing(user -> Integer.valueOf(user.substring("watched".length()))))
                .toList();
    }

    @Test
    void whatAConsumerSaysOfForwardingIsNotBelieved() {
        // given
        call("ines", first()).then().statusCode(200);

        // when, then
        for (String forged : List.of("FOR_OWNER", "FOR_CLAIM", "DIRECT", "FOR_OWNER " + UUID.randomUUID())) {
            fleet.as("ines")
                    .header("Trunkline-Forwarded", forged)
                    .body(Map.of("arguments", Map.of("id", "forged")))
                    .post(first().origin() + "/api/mcp/counting-0/tools/once/call")
                    .then()
                    .statusCode(421);
        }
        fleet.as("ines")
                .get(first().origin() + "/internal/v1/users/ines/sessions")
                .then()
                .statusCode(401);
        fleet.as("ines")
                .body("{}")
                .post(first().origin() + "/internal/v1/members/signs")
                .then()
                .statusCode(401);
        assertEquals(1, calls("ines").size());
    }

    private long usersAt(FleetReplica replica) {
        return crowd().filter(user -> owner(user) == replica).count();
    }

    private static Stream<String> crowd() {
        return IntStream.range(0, CROWD).mapToObj(MembersLoad::user);
    }

    private Response create(String user, String title) {
        return fleet.as(user)
                .body(Map.of(
                        "config",
                        Map.of(
                                "title",
                                title,
                                "type",
                                "streamable-http",
                                "url",
                                "http://" + server.authority() + "/mcp",
                                "headers",
                                Map.of("X-User", title, "X-Replica", "any"))))
                .post(fleet.origin(Service.REGISTRY) + "/api/mcp/servers");
    }

    private Response call(String user, FleetReplica replica) {
        return call(user, replica, "once");
    }

    private Response call(String user, FleetReplica replica, String tool) {
        return call(user, replica, "counting-0", tool);
    }

    private Response call(String user, FleetReplica replica, String name, String tool) {
        return fleet.as(user)
                .body(Map.of("arguments", Map.of("id", UUID.randomUUID().toString())))
                .post(replica.origin() + "/api/mcp/" + name + "/tools/" + tool + "/call");
    }

    private FleetReplica first() {
        return fleet.connections().getFirst();
    }

    private FleetReplica owner(String user) {
        String name = calls(user).getLast().replica();
        return fleet.connections().stream()
                .filter(replica -> replica.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private FleetReplica notOwner(String user) {
        FleetReplica owner = owner(user);
        return fleet.connections().stream()
                .filter(replica -> replica != owner)
                .findFirst()
                .orElseThrow();
    }

    private List<CountingServer.Call> calls(String user) {
        return server.calls().stream().filter(call -> call.user().equals(user)).toList();
    }

    private Set<String> replicas(String user) {
        return calls(user).stream().map(CountingServer.Call::replica).collect(Collectors.toSet());
    }

    /** All that were opened for the user, ended ones too. */
    private Set<String> sessions(String user) {
        return server.sessions().entrySet().stream()
                .filter(session -> session.getValue().equals(user))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
