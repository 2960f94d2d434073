package org.trunkline.registry.audit;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.servers.Servers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Many change and share the same servers at once: what the audit tells in its order comes to what there is. */
@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class AuditStoryTest {

    private static final int SERVERS = 3;
    private static final int CLIENTS = 8;
    private static final int CHANGES = 12;
    private static final List<String> GROUPS = List.of("story-red", "story-blue", "story-green");

    @BeforeEach
    void makeGroupsKnown() {
        Servers.as(Tokens.ofMember("member", GROUPS.toArray(String[]::new)))
                .get(Servers.PATH)
                .then()
                .statusCode(200);
    }

    @Test
    void isTheDatas() throws InterruptedException {
        // given
        Map<String, String> names = new TreeMap<>();
        for (int i = 0; i < SERVERS; i++) {
            String name = Servers.created("alice", "Story " + i);
            names.put(
                    Servers.as(Tokens.ofAdmin()).get(Servers.PATH + "/" + name).path("dbId"), name);
        }

        // when
        List<Callable<Set<Integer>>> clients = IntStream.range(0, CLIENTS)
                .mapToObj(seed -> (Callable<Set<Integer>>) () -> change(List.copyOf(names.keySet()), names, seed))
                .toList();
        Set<Integer> statuses = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            threads.invokeAll(clients).stream().map(Future::resultNow).forEach(statuses::addAll);
        }

        // then
        assertEquals(Set.of(200), statuses);
        names.forEach((id, name) -> await().untilAsserted(() -> assertSame(id, name)));
    }

    private static Set<Integer> change(List<String> ids, Map<String, String> names, int seed) {
        Random random = new Random(seed);
        Set<Integer> statuses = new HashSet<>();
        for (int i = 0; i < CHANGES; i++) {
            String id = ids.get(random.nextInt(ids.size()));
            if (random.nextBoolean()) {
                statuses.add(Servers.replace("alice", names.get(id), config("Story " + seed + " " + i), null)
                        .extract()
                        .statusCode());
            } else {
                Map<String, String> group =
                        Map.of("type", "group", "id", pick(random, GROUPS), "accessRoleId", "mcpServer_viewer");
                statuses.add(Servers.as(Tokens.ofAdmin())
                        .body(Map.of(random.nextBoolean() ? "updated" : "removed", List.of(group)))
                        .put("/api/permissions/mcpServer/" + id)
                        .statusCode());
            }
        }
        return statuses;
    }

    private static void assertSame(String id, String name) {
        long revision = 0;
        String title = null;
        Set<String> groups = new HashSet<>();
        for (JsonPath entry : Audit.of(id)) {
            if (entry.getString("action").equals("permissions.changed")) {
                groups.removeAll(new HashSet<>(entry.<String>getList("before.grants.id")));
                groups.addAll(entry.<String>getList("after.grants.id"));
            } else {
                assertEquals(++revision, entry.getLong("revision"));
                assertEquals(title, entry.getString("before.title"));
                title = entry.getString("after.title");
            }
        }
        assertEquals(
                title,
                Servers.as(Tokens.of("alice")).get(Servers.PATH + "/" + name).path("title"));
        List<String> granted = Servers.as(Tokens.ofAdmin())
                .get("/api/permissions/mcpServer/" + id)
                .path("principals.findAll { it.type == 'group' }.id");
        assertEquals(groups, new HashSet<>(granted));
    }

    private static Map<String, String> config(String title) {
        return Map.of("type", "streamable-http", "url", "https://a.example/mcp", "title", title);
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
