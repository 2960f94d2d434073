package org.trunkline.registry.servers;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.bson.types.ObjectId;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.neighbours.StubNeighbour.Answer;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.access.AccessRole;
import org.trunkline.registry.audit.Audit;
import org.trunkline.registry.capabilities.Roles;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** 64 clients create, change, share and delete the same 20 servers; {@code -Plong} makes it a minute. */
@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class ConcurrentClientsTest {

    private static final Logger LOG = Logger.getLogger(ConcurrentClientsTest.class);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("trunkline.test.clients-seconds", 8));
    private static final int CLIENTS = 64;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> GROUPS = List.of("crowd-red", "crowd-blue");

    @Inject
    ManagedServers servers;

    @Inject
    AccessEntries access;

    @TestHTTPResource
    URI origin;

    private List<Crowd.User> users;
    private Crowd crowd;

    @BeforeEach
    void gather() {
        List.of(RegistryTestBed.oauth(), RegistryTestBed.connection())
                .forEach(
                        neighbour -> neighbour.on("DELETE", "/internal/v1/servers/", request -> new Answer(204, null)));
        Roles.set("CROWD", Map.of("USE", true, "CREATE", true, "SHARE", true, "SHARE_PUBLIC", true));
        Roles.set("POWERLESS", Map.of("USE", false, "CREATE", false, "SHARE", false, "SHARE_PUBLIC", false));
        users = List.of(
                user("crowd-1", "CROWD", List.of()),
                user("crowd-2", "CROWD", List.of(GROUPS.getFirst())),
                user("crowd-3", "CROWD", GROUPS),
                user("crowd-4", "CROWD", List.of(GROUPS.getLast())),
                user("crowd-5", "POWERLESS", GROUPS),
                user("crowd-admin", "ADMIN", List.of()));
        users.forEach(user -> Servers.as(user.token()).get(Servers.PATH));
        crowd = new Crowd(origin, users, GROUPS);
    }

    /** Some are shared with everyone, so other tests would see them. */
    @AfterEach
    void leaveNothing() {
        Servers.as(Tokens.ofAdmin()).get(Servers.PATH).jsonPath().<String, Object>getMap("$").keySet().stream()
                .filter(name -> name.startsWith("crowd-"))
                .forEach(name -> Servers.as(Tokens.ofAdmin())
                        .delete(Servers.PATH + "/" + name)
                        .then()
                        .statusCode(200));
        RegistryTestBed.oauth().reset();
        RegistryTestBed.connection().reset();
    }

    @Test
    void leaveDataAndAuditThatTellTheSame() throws Exception {
        // given
        crowd.begin();

        // when
        long end = System.nanoTime() + TIME.toNanos();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> work = new ArrayList<>();
            IntStream.range(0, CLIENTS).forEach(seed -> work.add(clients.submit(() -> actUntil(end, seed))));
            for (Future<?> each : work) {
                each.get();
            }
        }
        LOG.infof(
                "concurrent clients: seconds=%d clients=%d requests=%d servers=%d deleted=%d changes=%d answers=%s",
                TIME.toSeconds(),
                CLIENTS,
                crowd.answers.values().stream().mapToLong(Number::longValue).sum(),
                crowd.made.size(),
                crowd.deleted.size(),
                crowd.changes.size(),
                crowd.answers);

        // then
        assertEquals(List.of(), List.copyOf(crowd.unexpected));
        List.of("POST 201", "PATCH 200", "PATCH 412", "PUT 200", "DELETE 200")
                .forEach(answer -> assertTrue(crowd.answers.containsKey(answer), answer));
        await().atMost(Duration.ofSeconds(60)).untilAsserted(this::assertNothingIsLeftOfTheDeleted);
        assertNoEntryIsOrphaned();
        Map<String, List<JsonNode>> stories = Audit.exported("")
                .lines()
                .map(ConcurrentClientsTest::parsed)
                .filter(entry -> crowd.made.containsKey("" + text(entry, "/resource/id")))
                .collect(Collectors.groupingBy(entry -> text(entry, "/resource/id")));
        crowd.made.forEach((id, server) -> assertStory(server, stories.get(id)));
        assertEquals(Map.of(), crowd.changes, "changes that the audit does not know");
    }

    private void actUntil(long end, int seed) {
        Random random = new Random(seed);
        while (System.nanoTime() < end) {
            crowd.act(random);
        }
    }

    private void assertNothingIsLeftOfTheDeleted() {
        List<ObjectId> gone = crowd.deleted.stream().map(ObjectId::new).toList();
        assertEquals(0, servers.count("_id in ?1", gone));
        assertEquals(0, access.count("resourceId in ?1", gone));
    }

    private void assertNoEntryIsOrphaned() {
        access.list("grantedBy in ?1", users.stream().map(Crowd.User::id).toList())
                .forEach(entry -> assertTrue(servers.withId(entry.resourceId).isPresent(), () -> "" + entry));
    }

    /** Follows a server through the audit to what there is now. */
    private void assertStory(Crowd.Made server, List<JsonNode> story) {
        String description = null;
        long revision = 0;
        boolean gone = false;
        Map<String, String> grants = new HashMap<>(Map.of("user " + server.owner(), AccessRole.OWNER.id()));
        for (JsonNode entry : story) {
            assertFalse(gone, "nothing happens to a deleted server");
            switch (text(entry, "/action")) {
                case "server.created" -> {
                    assertEquals(++revision, entry.path("revision").asLong());
                    assertNull(description);
                    description = text(entry, "/after/description");
                }
                case "server.changed" -> {
                    assertEquals(++revision, entry.path("revision").asLong());
                    assertEquals(description, text(entry, "/before/description"));
                    description = text(entry, "/after/description");
                    assertLosesNothing(entry);
                }
                case "permissions.changed" -> {
                    assertEquals(revision, entry.path("revision").asLong());
                    Map<String, String> before = grants(entry, "before");
                    assertTrue(grants.entrySet().containsAll(before.entrySet()), () -> grants + " " + before);
                    grants.keySet().removeAll(before.keySet());
                    grants.putAll(grants(entry, "after"));
                }
                default -> {
                    assertEquals("server.deleted", text(entry, "/action"));
                    assertEquals(description, text(entry, "/before/description"));
                    gone = true;
                }
            }
        }
        assertEquals(crowd.deleted.contains(server.id()), gone);
        if (!gone) {
            assertStands(server, description, revision, grants);
        }
    }

    /** A change was answered, once; one that named a state replaced no other. */
    private void assertLosesNothing(JsonNode entry) {
        Crowd.Change change = crowd.changes.remove(text(entry, "/after/description"));
        assertNotNull(change, "a change that nobody was told of, or twice");
        assertEquals(change.server().id(), text(entry, "/resource/id"));
        if (change.known() != null) {
            assertEquals(change.known(), text(entry, "/before/description"));
        }
    }

    private void assertStands(Crowd.Made made, String description, long revision, Map<String, String> grants) {
        ManagedServer server = servers.withId(new ObjectId(made.id())).orElseThrow();
        assertEquals(description, server.description);
        assertEquals(revision, server.revision);
        assertEquals(
                grants,
                access.on(server.id).stream()
                        .collect(Collectors.toMap(
                                entry -> principal(entry.principalType, entry.principalId), entry -> entry.roleId)));
        assertTrue(
                grants.entrySet().stream()
                        .anyMatch(grant -> grant.getValue().equals(AccessRole.OWNER.id())
                                && !grant.getKey().startsWith("public")),
                "a server without an owner");
    }

    private static Map<String, String> grants(JsonNode entry, String when) {
        return entry.at("/" + when + "/grants")
                .valueStream()
                .collect(Collectors.toMap(
                        grant -> principal(text(grant, "/type"), text(grant, "/id")),
                        grant -> text(grant, "/accessRoleId")));
    }

    private static JsonNode parsed(String entry) {
        try {
            return JSON.readTree(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is at a place; null when nothing is there. */
    private static String text(JsonNode entry, String place) {
        return entry.at(place).asText(null);
    }

    private static String principal(String type, String id) {
        return type + " " + id;
    }

    private static Crowd.User user(String id, String role, List<String> groups) {
        return new Crowd.User(
                id,
                Tokens.of(
                        id,
                        claims -> claims.claim("role", role)
                                .claim("groups", groups)
                                .claim("name", id)
                                .claim("preferred_username", id)));
    }
}
