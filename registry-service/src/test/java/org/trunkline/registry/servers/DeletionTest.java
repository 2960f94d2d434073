package org.trunkline.registry.servers;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.neighbours.StubNeighbour;
import org.trunkline.neighbours.StubNeighbour.Answer;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.audit.Audit;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class DeletionTest {

    @Inject
    ManagedServers servers;

    @Inject
    AccessEntries access;

    @BeforeEach
    void neighboursAnswer() {
        answer(RegistryTestBed.oauth(), 204);
        answer(RegistryTestBed.connection(), 204);
    }

    @AfterEach
    void resetNeighbours() {
        RegistryTestBed.oauth().reset();
        RegistryTestBed.connection().reset();
    }

    @Test
    void reachesEveryPlace() {
        // given
        String name = Servers.created("alice", "Everywhere");
        ObjectId id = servers.named(name).orElseThrow().id;

        // when
        delete(name);

        // then
        await().untilAsserted(() -> assertEquals(0, servers.count("_id", id)));
        assertEquals(0, access.count("resourceId", id));
        assertTrue(told(RegistryTestBed.oauth(), "/internal/v1/servers/" + name));
        assertTrue(told(RegistryTestBed.connection(), "/internal/v1/servers/" + name + "/sessions"));
        assertEquals(List.of("server.created", "server.deleted"), Audit.actions(id.toHexString()));
    }

    @Test
    void isFinishedWhenTheNeighboursAreBack() {
        // given
        answer(RegistryTestBed.oauth(), 503);
        String name = Servers.created("alice", "Patient");
        ObjectId id = servers.named(name).orElseThrow().id;

        // when
        delete(name);
        await().until(() -> asked(RegistryTestBed.oauth(), name) >= 2);

        // then: one place that fails keeps no other from being cleaned
        await().untilAsserted(() -> assertEquals(0, access.count("resourceId", id)));
        assertTrue(told(RegistryTestBed.connection(), "/internal/v1/servers/" + name + "/sessions"));
        assertNotEquals(name, Servers.created("alice", "Patient"), "a name is kept until nobody knows of it any more");
        assertEquals(1, servers.count("_id", id));

        // when
        answer(RegistryTestBed.oauth(), 204);

        // then
        await().untilAsserted(() -> assertEquals(0, servers.count("_id", id)));
    }

    @Test
    void leavesNothingToRead() {
        // given
        answer(RegistryTestBed.connection(), 503);
        String title = "Unreadable";
        String name = Servers.created("alice", title);
        String id = servers.named(name).orElseThrow().id.toHexString();

        // when
        delete(name);

        // then
        for (String token : List.of(Tokens.of("alice"), Tokens.ofAdmin())) {
            String path = Servers.PATH + "/" + name;
            String permissions = "/api/permissions/mcpServer/";
            Servers.as(token).get(path).then().statusCode(404);
            Servers.as(token)
                    .body(Map.of("config", Map.of("url", "https://a.example")))
                    .patch(path)
                    .then()
                    .statusCode(404);
            Servers.as(token).delete(path).then().statusCode(404);
            Servers.as(token).get(Servers.PATH).then().body("$", not(hasKey(name)));
            Servers.as(token)
                    .get(Servers.PATH + "?limit=100&search=" + title)
                    .then()
                    .body("data", hasSize(0));
            Servers.as(token).get(permissions + id).then().statusCode(404);
            Servers.as(token).get(permissions + id + "/effective").then().statusCode(404);
            Servers.as(token)
                    .get(permissions + id + "/explain?user=alice")
                    .then()
                    .statusCode(404);
            Servers.as(token)
                    .body(Map.of("public", true))
                    .put(permissions + id)
                    .then()
                    .statusCode(404);
            Servers.as(token).get(permissions + "effective/all").then().body("$", not(hasKey(id)));
        }
        Servers.asNeighbour("alice").get("/internal/v1/servers/" + name).then().statusCode(404);
        Servers.asNeighbour("alice").get("/internal/v1/servers").then().body("name", not(hasItem(name)));
        String left = servers.findById(new ObjectId(id)).config + "";
        assertEquals("null", left);
    }

    @Test
    void isFinishedForAReplicaThatDied() {
        // given: a replica that came no further than the one write
        String name = Servers.created("alice", "Abandoned");
        ObjectId id = servers.named(name).orElseThrow().id;

        // when
        servers.mongoCollection().updateOne(Filters.eq("_id", id), Updates.set("deletedAt", Instant.now()));

        // then
        await().untilAsserted(() -> assertEquals(0, servers.count("_id", id)));
        assertEquals(0, access.count("resourceId", id));
        assertEquals(1, asked(RegistryTestBed.oauth(), name));
    }

    @Test
    void isLeftToTheReplicaThatDoesItWhateverItsClockSays() {
        // given
        String name = Servers.created("alice", "Elsewhere");
        ObjectId id = servers.named(name).orElseThrow().id;
        servers.mongoCollection()
                .updateOne(
                        Filters.eq("_id", id),
                        Updates.combine(
                                Updates.set("deletedAt", Instant.now().minus(Duration.ofHours(1))),
                                Updates.set("cleaner", "another replica"),
                                Updates.set("cleanupAttempts", 1)));

        // when: others are found and finished, one round after the other
        for (String title : List.of("After", "Thereafter")) {
            ObjectId other = servers.named(Servers.created("alice", title)).orElseThrow().id;
            servers.mongoCollection().updateOne(Filters.eq("_id", other), Updates.set("deletedAt", Instant.now()));
            await().untilAsserted(() -> assertEquals(0, servers.count("_id", other)));
        }

        // then
        assertEquals(0, asked(RegistryTestBed.oauth(), name));
        assertEquals(1, servers.count("_id", id));
        servers.deleteById(id);
    }

    @Test
    void respectsWhatHappensAtTheSameTime() {
        String name = Servers.created("alice", "Conditional");
        String tag =
                Servers.as(Tokens.of("alice")).get(Servers.PATH + "/" + name).header("ETag");
        Servers.replace("alice", name, Map.of("url", "https://b.example"), tag).statusCode(200);

        Servers.as(Tokens.of("alice"))
                .header("If-Match", tag)
                .delete(Servers.PATH + "/" + name)
                .then()
                .statusCode(412)
                .body("current.url", equalTo("https://b.example"));

        assertFalse(told(RegistryTestBed.oauth(), "/internal/v1/servers/" + name));
    }

    private static void delete(String name) {
        Servers.as(Tokens.of("alice")).delete(Servers.PATH + "/" + name).then().statusCode(200);
    }

    private static void answer(StubNeighbour neighbour, int status) {
        neighbour.on("DELETE", "/internal/v1/servers/", request -> new Answer(status, null));
    }

    private static long asked(StubNeighbour neighbour, String name) {
        return neighbour.requests().stream()
                .filter(request -> request.uri().getPath().endsWith("/" + name))
                .count();
    }

    private static boolean told(StubNeighbour neighbour, String path) {
        return neighbour.requests().stream()
                .anyMatch(request -> request.method().equals("DELETE")
                        && request.authorized()
                        && request.uri().getPath().equals(path));
    }
}
