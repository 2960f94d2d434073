package org.trunkline.registry.servers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class ServersTest {

    private static final int MANY = 100;

    @Test
    void tellsTheCreatorWhatWasCreated() {
        Servers.create("alice", Map.of("type", "streamable-http", "url", "https://a.example/mcp", "title", "My Tool"))
                .statusCode(201)
                .body("serverName", startsWith("my-tool"))
                .body("type", equalTo("streamable-http"))
                .body("title", equalTo("My Tool"))
                .body("url", equalTo("https://a.example/mcp"))
                .body("dbId", matchesPattern("[0-9a-f]{24}"))
                .body("source", equalTo("user"))
                .body("updatedAt", greaterThan(1_700_000_000_000L))
                .body("canEdit", equalTo(true));
    }

    @Test
    void namesAServerWithoutATitle() {
        Servers.create("alice", Map.of("url", "https://a.example/sse"))
                .statusCode(201)
                .body("serverName", matchesPattern("mcp-[A-Za-z0-9_-]{16}"));
    }

    @Test
    void listsReadsAndDeletesOnesOwn() {
        // given
        String name = Servers.created("alice", "Mine");
        String path = Servers.PATH + "/" + name;
        String alice = Tokens.of("alice");

        // when
        Servers.as(alice)
                .get(path)
                .then()
                .statusCode(200)
                .body("title", equalTo("Mine"))
                .body("$", not(hasKey("serverName")));
        Servers.as(alice).get(Servers.PATH).then().statusCode(200).body("$", hasKey(name));
        Servers.as(alice)
                .delete(path)
                .then()
                .statusCode(200)
                .body("message", equalTo("MCP server deleted successfully"));

        // then
        Servers.as(alice).get(path).then().statusCode(404);
        Servers.as(alice).get(Servers.PATH).then().body("$", not(hasKey(name)));
    }

    @Test
    void isAbsentForWhoeverDoesNotSeeIt() {
        String path = Servers.PATH + "/" + Servers.created("alice", "Secret");
        String bob = Tokens.of("bob");

        Servers.as(bob).get(Servers.PATH).then().statusCode(200).body("$", not(hasKey("secret")));
        for (var answer : List.of(
                Servers.as(bob).get(path),
                Servers.as(bob).delete(path),
                Servers.as(bob).get(Servers.PATH + "/none"))) {
            answer.then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("message", equalTo("MCP server not found"))
                    .body("error", equalTo("Not Found"));
        }
        Servers.as(Tokens.of("alice")).get(path).then().statusCode(200);
    }

    @Test
    void keepsSecretsToItself() {
        Map<String, Object> config = Map.of(
                "type", "sse",
                "url", "https://a.example/sse",
                "headers", Map.of("Authorization", "s3cret"),
                "apiKey",
                        Map.of(
                                "source",
                                "admin",
                                "authorization_type",
                                "custom",
                                "custom_header",
                                "X-K",
                                "key",
                                "s3cret"),
                "oauth",
                        Map.of(
                                "client_id",
                                "c",
                                "client_secret",
                                "s3cret",
                                "authorization_url",
                                "https://as.example/a",
                                "token_url",
                                "https://as.example/t"));

        Servers.create("alice", config)
                .statusCode(201)
                .body(not(containsString("s3cret")))
                .body("headers", nullValue())
                .body("apiKey.custom_header", equalTo("X-K"))
                .body("apiKey.key", nullValue())
                .body("oauth.client_id", equalTo("c"))
                .body("oauth.token_url", equalTo("https://as.example/t"))
                .body("oauth.client_secret", nullValue());
    }

    @Test
    void asksEachUserForTheKeyThatEachSupplies() {
        Map<String, Object> config = Map.of(
                "type",
                "sse",
                "url",
                "https://a.example/sse",
                "apiKey",
                Map.of("source", "user", "authorization_type", "bearer"));

        Servers.create("alice", config).statusCode(201).body("customUserVars.MCP_API_KEY.title", equalTo("API Key"));
    }

    @Test
    void givesEveryoneOfManyAtOnceANameOfItsOwn() throws InterruptedException {
        try (ExecutorService callers = Executors.newFixedThreadPool(MANY)) {
            // when
            List<Future<String>> names = callers.invokeAll(IntStream.range(0, MANY)
                    .<Callable<String>>mapToObj(i -> () -> Servers.created("user" + i, "Crowd"))
                    .toList());

            // then
            Set<String> distinct = names.stream().map(Future::resultNow).collect(Collectors.toSet());
            assertEquals(MANY, distinct.size());
        }
    }

    @Test
    void leavesDeclaredServersToTheOperator() {
        String path = Servers.PATH + "/weather";

        Servers.as(Tokens.of("bob"))
                .get(path)
                .then()
                .statusCode(200)
                .body("title", equalTo("Weather"))
                .body("source", equalTo("yaml"))
                .body("canEdit", equalTo(false))
                .body("url", nullValue())
                .body("headers", nullValue());
        Servers.as(Tokens.ofAdmin())
                .delete(path)
                .then()
                .statusCode(403)
                .body(
                        "message",
                        equalTo("MCP server 'weather' is declared by the operator and can only be removed there"));
    }

    @Test
    void doesNotGiveAwayTheNamesOfDeclaredServers() {
        assertEquals("weather-2", Servers.created("alice", "Weather"));
    }
}
