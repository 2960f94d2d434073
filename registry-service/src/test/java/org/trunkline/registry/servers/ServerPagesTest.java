package org.trunkline.registry.servers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.access.Grants;

import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class ServerPagesTest {

    @Inject
    ManagedServers servers;

    @Inject
    Grants grants;

    @Test
    void hasTheNewestChangeFirst() {
        // given
        String user = somebody();
        List<String> names = created(user, 3);

        // when
        Servers.replace(user, names.getFirst(), config("Page changed"), null).statusCode(200);

        // then
        assertEquals(List.of(names.get(0), names.get(2), names.get(1)), visited(user, 2, "page"));
    }

    @Test
    void holdsDeclaredServersToo() {
        // given
        String user = somebody();
        created(user, 3);

        // when
        Servers.as(Tokens.of(user))
                .queryParam("limit", 100)
                .get(Servers.PATH)
                .then()
                .statusCode(200)
                .body("data", hasSize(4))
                .body("data.serverName", hasItem("weather"))
                .body("data.find { it.serverName == 'weather' }.source", equalTo("yaml"))
                .body("data.find { it.serverName == 'weather' }.canEdit", equalTo(false))
                .body("data[0].source", equalTo("user"))
                .body("data[0].canEdit", equalTo(true))
                .body("has_more", equalTo(false))
                .body("$", hasKey("after"))
                .body("after", nullValue());

        // then
        assertEquals(4, visited(user, 1, null).size());
    }

    @Test
    void tellsViewersNoMoreThanReadingOneDoes() {
        // given
        String name = created("alice", 1).getFirst();
        String user = somebody();
        grants.user(user, servers.named(name).orElseThrow().id, 1);

        // then
        Servers.as(Tokens.of(user))
                .queryParam("limit", 1)
                .queryParam("search", name)
                .get(Servers.PATH)
                .then()
                .body("data[0].serverName", equalTo(name))
                .body("data[0].canEdit", equalTo(false))
                .body("data[0].url", nullValue());
    }

    @Test
    void holdsNothingThatTheCallerDoesNotSee() {
        created("alice", 2);

        assertEquals(List.of("weather"), visited(somebody(), 1, null));
        assertEquals(List.of(), visited(somebody(), 1, "page"));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "-5, 1", "2, 2", "100000000000, 4"})
    void bringsTheLimitIntoItsBounds(String limit, int size) {
        String user = somebody();
        created(user, 3);

        Servers.as(Tokens.of(user))
                .queryParam("limit", limit)
                .get(Servers.PATH)
                .then()
                .statusCode(200)
                .body("data", hasSize(size))
                .body("has_more", equalTo(size < 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MIXED", "mixed", "ÄrgEr", "a.c", "(", "\\E", "*"})
    void seeksInNamesTitlesAndDescriptionsAsTextInWhateverCase(String search) {
        // given
        String user = somebody();
        Map<String, String> config = Map.of(
                "type", "sse",
                "url", "https://a.example/sse",
                "title", "Mixed",
                "description", "ärger a.c ( \\E *");
        String name = Servers.create(user, config).extract().path("serverName");
        created(user, 1);

        // then
        assertEquals(List.of(name), visited(user, 5, search));
        Servers.as(Tokens.of(user))
                .queryParam("search", search)
                .get(Servers.PATH)
                .then()
                .statusCode(200)
                .body("$", aMapWithSize(1))
                .body("$", hasKey(name));
    }

    @Test
    void seeksAmongDeclaredServers() {
        assertEquals(List.of("weather"), visited(somebody(), 5, "WEATH"));
    }

    static Stream<String> notCursors() {
        return Stream.of(
                "%%%",
                "abc", "-", base64("[]"), base64("{\"updatedAt\":1}"), base64("{\"updatedAt\":\"x\",\"name\":\"y\"}"));
    }

    @ParameterizedTest
    @MethodSource("notCursors")
    void refusesACursorOfSomebodyElse(String after) {
        assertRefused("after", after);
    }

    @Test
    void refusesOtherParametersThatCannotBeRead() {
        assertRefused("limit", "many");
        assertRefused("search", "x".repeat(201));
    }

    @Test
    void visitsEachOnceWhileOthersAppear() throws Exception {
        // given
        String user = somebody();
        Set<String> present = new HashSet<>(created(user, 25));
        present.add("weather");
        AtomicBoolean done = new AtomicBoolean();

        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<Integer> appeared = other.submit(() -> {
                int count = 0;
                while (!done.get()) {
                    created(user, 1);
                    count++;
                }
                return count;
            });

            // when
            List<String> visited = new ArrayList<>();
            try {
                visited.addAll(visited(user, 2, null));
            } finally {
                done.set(true);
            }

            // then
            assertEquals(visited.size(), new HashSet<>(visited).size(), "visited twice");
            assertTrue(visited.containsAll(present), () -> present + " not all in " + visited);
            assertTrue(appeared.get() > 0);
        }
    }

    private static void assertRefused(String parameter, String value) {
        Servers.as(Tokens.of("alice"))
                .queryParam(parameter, value)
                .get(Servers.PATH)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.path", contains(List.of(parameter)));
    }

    /** The names on all pages, in their order. */
    private static List<String> visited(String user, int limit, String search) {
        List<String> names = new ArrayList<>();
        String after = null;
        do {
            var request = Servers.as(Tokens.of(user)).queryParam("limit", limit);
            if (after != null) {
                request.queryParam("after", after);
            }
            if (search != null) {
                request.queryParam("search", search);
            }
            JsonPath page =
                    request.get(Servers.PATH).then().statusCode(200).extract().jsonPath();
            names.addAll(page.getList("data.serverName"));
            after = page.getString("after");
            assertEquals(page.getBoolean("has_more"), after != null);
        } while (after != null);
        return names;
    }

    private static List<String> created(String user, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Servers.create(user, config("Page " + i))
                        .statusCode(201)
                        .extract()
                        .<String>path("serverName"))
                .toList();
    }

    private static Map<String, String> config(String title) {
        return Map.of("type", "streamable-http", "url", "https://a.example/mcp", "title", title);
    }

    private static String somebody() {
        return "user-" + UUID.randomUUID();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
