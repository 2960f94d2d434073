package org.trunkline.registry.servers;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.access.Grants;

import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class ConditionalRequestsTest {

    private static final int CLIENTS = 32;

    @Inject
    ManagedServers servers;

    @Inject
    Grants grants;

    @Test
    void doesNotRepeatWhatTheCallerHas() {
        // given
        String name = Servers.created("alice", "Same");
        String path = Servers.PATH + "/" + name;
        String tag = tag(name);

        // when
        Servers.as(Tokens.of("alice"))
                .header("If-None-Match", tag)
                .get(path)
                .then()
                .statusCode(304)
                .header("ETag", tag)
                .body(emptyOrNullString());

        // then
        Servers.replace("alice", name, titled("Other"), null).statusCode(200);
        Servers.as(Tokens.of("alice"))
                .header("If-None-Match", tag)
                .get(path)
                .then()
                .statusCode(200)
                .header("ETag", not(equalTo(tag)))
                .body("title", equalTo("Other"));
    }

    @Test
    void tellsTheSameTagAtCreationReadAndReplacement() {
        String created = Servers.create("alice", titled("Tagged")).extract().header("ETag");
        String name = servers.list("title", "Tagged").getFirst().serverName;
        assertEquals(created, tag(name));

        String replaced = Servers.replace("alice", name, titled("Retagged"), created)
                .statusCode(200)
                .extract()
                .header("ETag");

        assertNotEquals(created, replaced);
        assertEquals(replaced, tag(name));
    }

    @Test
    void doesNotTakeAViewersCopyForAnEditors() {
        // given
        String name = Servers.created("alice", "Promoted");
        ObjectId id = servers.named(name).orElseThrow().id;
        grants.user("bob", id, 1);
        String path = Servers.PATH + "/" + name;
        String tag = Servers.as(Tokens.of("bob")).get(path).header("ETag");

        // when
        grants.user("bob", id, 3);

        // then
        Servers.as(Tokens.of("bob"))
                .header("If-None-Match", tag)
                .get(path)
                .then()
                .statusCode(200)
                .body("canEdit", equalTo(true));
    }

    @Test
    void tellsTheCurrentStateToWhoeverDidNotKnowIt() {
        // given
        String name = Servers.created("alice", "Contested");
        String old = tag(name);
        Servers.replace("alice", name, titled("Newer"), old).statusCode(200);

        // when
        String current = Servers.replace("alice", name, titled("Lost"), old)
                .statusCode(412)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:trunkline:problem:precondition-failed"))
                .body("current.title", equalTo("Newer"))
                .body("current.url", equalTo("https://a.example/mcp"))
                .body("current.source", equalTo("user"))
                .body("current.headers", nullValue())
                .extract()
                .header("ETag");

        // then
        assertEquals(tag(name), current);
        Servers.replace("alice", name, titled("Won"), current).statusCode(200);
    }

    @Test
    void deletesOnlyWhatTheCallerKnows() {
        // given
        String name = Servers.created("alice", "Fragile");
        String path = Servers.PATH + "/" + name;
        String old = tag(name);
        Servers.replace("alice", name, titled("Newer"), null).statusCode(200);

        // when
        Servers.as(Tokens.of("alice"))
                .header("If-Match", old)
                .delete(path)
                .then()
                .statusCode(412)
                .body("current.title", equalTo("Newer"));

        // then
        Servers.as(Tokens.of("alice"))
                .header("If-Match", tag(name))
                .delete(path)
                .then()
                .statusCode(200);
        Servers.as(Tokens.of("alice")).get(path).then().statusCode(404);
    }

    @Test
    void losesNoUpdateOfManyWhoEachNameWhatTheyKnow() throws InterruptedException {
        // given
        String name = Servers.created("alice", "Crowded");

        // when
        List<Integer> answers = atOnce(i -> () -> Servers.replace("alice", name, titled("By " + i), tag(name))
                .extract()
                .statusCode());

        // then
        long successes = answers.stream().filter(status -> status == 200).count();
        assertTrue(answers.stream().allMatch(status -> status == 200 || status == 412), answers::toString);
        assertTrue(successes > 0);
        assertEquals(successes + 1, servers.named(name).orElseThrow().revision);
    }

    @Test
    void letsOneOfManyWinWhoKnowTheSame() throws InterruptedException {
        String name = Servers.created("alice", "Race");
        String tag = tag(name);

        List<Integer> answers = atOnce(i -> () ->
                Servers.replace("alice", name, titled("By " + i), tag).extract().statusCode());

        assertEquals(1, answers.stream().filter(status -> status == 200).count());
        assertEquals(
                CLIENTS - 1, answers.stream().filter(status -> status == 412).count());
        assertEquals(2, servers.named(name).orElseThrow().revision);
    }

    @Test
    void takesEveryReplacementOfThoseWhoNameNothing() throws InterruptedException {
        String name = Servers.created("alice", "Free");

        List<Integer> answers = atOnce(i -> () -> Servers.replace("alice", name, titled("By " + i), null)
                .extract()
                .statusCode());

        assertTrue(answers.stream().allMatch(status -> status == 200), answers::toString);
        assertEquals(CLIENTS + 1, servers.named(name).orElseThrow().revision);
    }

    @Test
    void tellsANeighbourThatNothingChangedUntilTheGrantsDo() {
        // given
        String name = Servers.created("alice", "Polled");
        String path = "/internal/v1/servers/" + name;
        ObjectId id = servers.named(name).orElseThrow().id;
        grants.user("bob", id, 1);
        String tag = Servers.asNeighbour("bob").get(path).header("ETag");

        // when
        Servers.asNeighbour("bob")
                .header("If-None-Match", tag)
                .get(path)
                .then()
                .statusCode(304)
                .header("ETag", tag)
                .body(emptyOrNullString());

        // then
        grants.user("bob", id, 3);
        Servers.asNeighbour("bob")
                .header("If-None-Match", tag)
                .get(path)
                .then()
                .statusCode(200)
                .body("permissions", equalTo(3));
    }

    private interface Client {
        Callable<Integer> number(int i);
    }

    private static List<Integer> atOnce(Client client) throws InterruptedException {
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            return clients
                    .invokeAll(
                            IntStream.range(0, CLIENTS).mapToObj(client::number).toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }

    private static Map<String, String> titled(String title) {
        return Map.of("type", "streamable-http", "url", "https://a.example/mcp", "title", title);
    }

    private static String tag(String name) {
        return Servers.as(Tokens.of("alice"))
                .get(Servers.PATH + "/" + name)
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
    }
}
