package org.trunkline.registry.servers;

import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.access.Grants;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class ReplaceServerTest {

    private static final Map<String, Object> FIRST = Map.of(
            "type", "streamable-http",
            "url", "https://a.example/mcp",
            "title", "First",
            "description", "Old words",
            "headers", Map.of("X-A", "clear"));
    private static final Map<String, Object> SECOND =
            Map.of("type", "sse", "url", "https://b.example/sse", "title", "Second");

    @Inject
    ManagedServers servers;

    @Inject
    Grants grants;

    @Test
    void replacesAllButTheName() {
        // given
        String name = created();
        ManagedServer before = servers.named(name).orElseThrow();

        // when
        patch("alice", name, SECOND)
                .statusCode(200)
                .body("title", equalTo("Second"))
                .body("type", equalTo("sse"))
                .body("url", equalTo("https://b.example/sse"))
                .body("$", not(hasKey("description")))
                .body("$", not(hasKey("serverName")))
                .body("canEdit", equalTo(true));

        // then
        ManagedServer after = servers.named(name).orElseThrow();
        assertEquals(2, after.revision);
        assertTrue(after.updatedAt.isAfter(before.updatedAt));
        assertEquals(before.createdAt, after.createdAt);
        assertEquals("alice", after.author);
        Servers.as(Tokens.of("alice"))
                .get(Servers.PATH + "/" + name)
                .then()
                .body("title", equalTo("Second"))
                .body("description", nullValue());
        Servers.asNeighbour("alice").get("/internal/v1/servers/" + name).then().body("config.headers", nullValue());
    }

    @Test
    void cleansAsAtCreation() {
        String name = created();

        patch(
                        "alice",
                        name,
                        Map.of(
                                "url",
                                "https://a.example/sse",
                                "headers",
                                Map.of("X-A", "a${SECRET}b"),
                                "apiKey",
                                Map.of("source", "user", "authorization_type", "bearer")))
                .statusCode(200)
                .body("customUserVars", hasKey("MCP_API_KEY"));

        Servers.asNeighbour("alice")
                .get("/internal/v1/servers/" + name)
                .then()
                .body("config.headers.X-A", equalTo("ab"))
                .body("config.headers.Authorization", equalTo("Bearer {{MCP_API_KEY}}"));
    }

    @Test
    void namesTheFieldAtFaultAndChangesNothing() {
        String name = created();

        patch("alice", name, Map.of("type", "sse", "url", "ftp://a.example"))
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:trunkline:problem:invalid-configuration"))
                .body("errors[0].path[0]", equalTo("url"));

        assertEquals(1, servers.named(name).orElseThrow().revision);
    }

    @Test
    void isNotForViewers() {
        String name = created();
        grants.user("bob", servers.named(name).orElseThrow().id, 1);

        patch("bob", name, SECOND)
                .statusCode(403)
                .contentType("application/problem+json")
                .body("message", equalTo("Insufficient permissions to access this mcpServer"));
    }

    @Test
    void isForEditorsWhoDoNotOwnIt() {
        String name = created();
        grants.user("bob", servers.named(name).orElseThrow().id, 3);

        patch("bob", name, SECOND).statusCode(200).body("canEdit", equalTo(true));

        Servers.as(Tokens.of("bob")).delete(Servers.PATH + "/" + name).then().statusCode(403);
        assertEquals("alice", servers.named(name).orElseThrow().author);
    }

    @Test
    void isAbsentForWhoeverDoesNotSeeIt() {
        patch("bob", created(), SECOND).statusCode(404).body("message", equalTo("MCP server not found"));
        patch("bob", "none", SECOND).statusCode(404).body("message", equalTo("MCP server not found"));
    }

    @Test
    void leavesDeclaredServersToTheOperator() {
        patch("alice", "weather", SECOND)
                .statusCode(403)
                .body(
                        "message",
                        equalTo("MCP server 'weather' is declared by the operator and can only be changed there"));
    }

    private static String created() {
        return Servers.create("alice", FIRST).statusCode(201).extract().path("serverName");
    }

    private static ValidatableResponse patch(String user, String name, Map<String, ?> config) {
        return Servers.replace(user, name, config, null);
    }
}
