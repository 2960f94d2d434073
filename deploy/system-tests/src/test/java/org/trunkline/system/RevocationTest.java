package org.trunkline.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.restassured.response.Response;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/**
 * Who loses access to a real MCP server, or to whom it is deleted, cannot use it any more, with a session or without.
 */
@NeedsNode
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevocationTest {

    private static final Logger LOG = Logger.getLogger(RevocationTest.class);

    /** Twice {@code trunkline.servers.cache-time}, for a machine that is busy. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** Twice {@code trunkline.declared.every}. */
    private static final Duration LOOK = Duration.ofSeconds(4);

    private static final Pattern OPENED = Pattern.compile("Session initialized with ID: (\\S+)");
    private static final Pattern ENDED = Pattern.compile("session termination request for session (\\S+)");

    private final Path folder = Repository.scratch("revocation");
    private final Path declared = folder.resolve("declared.yaml");
    private final int everythingPort = Processes.freePorts(1);
    private Process everything;
    private LocalRun trunkline;

    @BeforeAll
    void start() throws IOException {
        everything = NodeServers.installed().startEverything(everythingPort);
        Files.createDirectories(folder);
        declareFor("{ user: alice }, { user: bob }");
        trunkline = new LocalRun(folder, "--allow", "127.0.0.1:" + everythingPort, "--declared", declared.toString())
                .startFresh();
        trunkline.as("bob").get("/api/mcp/servers").then().statusCode(200);
        trunkline
                .as("carol")
                .body(Map.of("SHARE", true))
                .put("/api/roles/USER/mcp-servers")
                .then()
                .statusCode(200);
    }

    @AfterAll
    void stop() {
        if (trunkline != null) {
            trunkline.close();
        }
        if (everything != null) {
            Processes.end(everything);
        }
    }

    @Test
    void aRevokedAccessEndsWithinItsBound() {
        // given
        String id = create("Revoked");
        share(id, Map.of("updated", List.of(bob())));
        call("bob", "revoked").then().statusCode(200).body("content[0].text", equalTo("Echo: hello"));

        // when
        share(id, Map.of("removed", List.of(bob())));
        Instant revoked = Instant.now();

        // then
        await().atMost(LONGEST).until(() -> call("bob", "revoked").statusCode() == 404);
        LOG.infof(
                "revocation: the next call failed after ms=%d",
                Duration.between(revoked, Instant.now()).toMillis());
        call("bob", "revoked").then().statusCode(404);
        trunkline.as("bob").get("/api/mcp/connection/status/revoked").then().statusCode(404);
        trunkline.as("bob").post("/api/mcp/revoked/reinitialize").then().statusCode(404);
        trunkline.as("bob").get("/api/mcp/tools").then().statusCode(200).body("servers", not(hasKey("revoked")));
        call("alice", "revoked").then().statusCode(200);
    }

    @Test
    void anAccessThatTheOperatorTakesBackEndsWithinItsBound() throws IOException {
        // given
        List.of("alice", "bob").forEach(user -> call(user, "declared").then().statusCode(200));

        // when
        declareFor("{ user: alice }");
        Instant revoked = Instant.now();

        // then
        await().atMost(LONGEST.plus(LOOK)).until(() -> call("bob", "declared").statusCode() == 404);
        LOG.infof(
                "revocation in the file: the next call failed after ms=%d",
                Duration.between(revoked, Instant.now()).toMillis());
        call("alice", "declared").then().statusCode(200);
    }

    @Test
    void aDeletedServerIsGoneForAllAndItsSessionsEnd() {
        // given
        Set<String> before = sessions(OPENED);
        share(create("Deleted"), Map.of("updated", List.of(bob())));
        List.of("alice", "bob").forEach(user -> call(user, "deleted").then().statusCode(200));
        Set<String> opened = sessions(OPENED);
        opened.removeAll(before);
        assertFalse(sessions(ENDED).containsAll(opened));

        // when
        trunkline.as("alice").delete("/api/mcp/servers/deleted").then().statusCode(200);

        // then
        await().atMost(LONGEST)
                .untilAsserted(() -> List.of("alice", "bob", "carol")
                        .forEach(user -> assertEquals(404, call(user, "deleted").statusCode(), user)));
        await().atMost(LONGEST).until(() -> sessions(ENDED).containsAll(opened));
    }

    private void declareFor(String access) throws IOException {
        Files.writeString(declared, """
                mcpServers:
                  declared:
                    type: streamable-http
                    url: http://127.0.0.1:%d/mcp
                    access: [%s]
                """.formatted(everythingPort, access));
    }

    private String create(String title) {
        Map<String, String> config =
                Map.of("type", "streamable-http", "title", title, "url", "http://127.0.0.1:" + everythingPort + "/mcp");
        return trunkline
                .as("alice")
                .body(Map.of("config", config))
                .post("/api/mcp/servers")
                .then()
                .statusCode(201)
                .extract()
                .path("dbId");
    }

    private void share(String id, Map<String, ?> change) {
        trunkline
                .as("alice")
                .body(change)
                .put("/api/permissions/mcpServer/" + id)
                .then()
                .statusCode(200);
    }

    private Response call(String user, String server) {
        return trunkline
                .as(user)
                .body(Map.of("arguments", Map.of("message", "hello")))
                .post("/api/mcp/" + server + "/tools/echo/call");
    }

    private static Map<String, String> bob() {
        return Map.of("type", "user", "id", "bob", "accessRoleId", "mcpServer_viewer");
    }

    private static Set<String> sessions(Pattern told) {
        return told.matcher(NodeServers.everythingOutput())
                .results()
                .map(line -> line.group(1))
                .collect(Collectors.toSet());
    }
}
