package org.trunkline.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** The main job with real MCP servers: one story, told in order, the end of which is a restart of everything. */
@NeedsNode
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainJobTest {

    private static final int TERMINATED = 143;

    private final Path folder = Repository.scratch("main-job");
    private final int everythingPort = Processes.freePorts(1);
    private Process everything;
    private LocalRun trunkline;

    @BeforeAll
    void startAll() throws IOException {
        NodeServers servers = NodeServers.installed();
        everything = servers.startEverything(everythingPort);
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("notes.txt"), "hello from a real folder");
        Path declared = Files.writeString(folder.resolve("declared.yaml"), declaration(servers, documents));
        trunkline = new LocalRun(folder, "--declared", declared.toString(), "--allow", "127.0.0.1:" + everythingPort)
                .startFresh();
    }

    @AfterAll
    void stopAll() {
        if (trunkline != null) {
            trunkline.close();
        }
        if (everything != null) {
            Processes.end(everything);
        }
    }

    @Test
    @Order(1)
    void aliceRegistersServerEverything() {
        trunkline
                .as("alice")
                .body(
                        "{\"config\":{\"type\":\"streamable-http\",\"title\":\"Everything\",\"url\":\"http://127.0.0.1:%d/mcp\"}}"
                                .formatted(everythingPort))
                .post("/api/mcp/servers")
                .then()
                .statusCode(201)
                .body("serverName", equalTo("everything"))
                .body("source", equalTo("user"))
                .body("requiresOAuth", equalTo(false))
                .body("tools", containsString("echo"))
                .body("dbId", notNullValue());
    }

    @Test
    @Order(2)
    void aliceSeesItsTools() {
        trunkline
                .as("alice")
                .get("/api/mcp/tools")
                .then()
                .statusCode(200)
                .body("servers.everything.outcome", equalTo("ok"))
                .body("servers.everything.tools.name", hasItems("echo", "get-sum", "get-tiny-image"))
                .body("servers.everything.tools.pluginKey", hasItems("echo_mcp_everything"));
    }

    @Test
    @Order(3)
    void aliceCallsItsTools() {
        call("alice", "everything", "echo", "{\"message\":\"hello\"}")
                .body("content[0].text", equalTo("Echo: hello"))
                .body("isError", equalTo(false));
        call("alice", "everything", "get-sum", "{\"a\":2,\"b\":40}").body("content[0].text", containsString("42"));
        trunkline
                .as("alice")
                .body("{\"tool\":\"get-tiny-image_mcp_everything\",\"provider\":\"openai\"}")
                .post("/api/mcp/tools/call")
                .then()
                .statusCode(200)
                .body("content.find { it.type == 'image' }.mimeType", equalTo("image/png"))
                .body("formatted[1].content[0].image_url.url", startsWith("data:image/png;base64,"));
    }

    @Test
    @Order(4)
    void bobListsARealFolderThroughTheDeclaredServer() {
        call("bob", "documents", "list_directory", "{\"path\":\"" + folder.resolve("documents") + "\"}")
                .body("content[0].text", containsString("notes.txt"));
        call("bob", "documents", "read_text_file", "{\"path\":\"" + folder.resolve("documents/notes.txt") + "\"}")
                .body("content[0].text", containsString("hello from a real folder"));
    }

    @Test
    @Order(5)
    void bobKnowsNothingOfAlicesServer() {
        trunkline.as("bob").get("/api/mcp/servers/everything").then().statusCode(404);
        trunkline.as("bob").delete("/api/mcp/servers/everything").then().statusCode(404);
        trunkline.as("bob").get("/api/mcp/connection/status/everything").then().statusCode(404);
        trunkline.as("bob").post("/api/mcp/everything/reinitialize").then().statusCode(404);
        trunkline
                .as("bob")
                .body("{}")
                .post("/api/mcp/everything/tools/echo/call")
                .then()
                .statusCode(404);
        trunkline
                .as("bob")
                .get("/api/mcp/servers")
                .then()
                .body("$", allOf(hasKey("documents"), not(hasKey("everything"))));
        trunkline.as("bob").get("/api/mcp/tools").then().body("servers", not(hasKey("everything")));
    }

    @Test
    @Order(6)
    void theOauthServiceAnswersForFlowsThatDoNotExist() {
        trunkline
                .as("alice")
                .get("/api/mcp/oauth/status/alice:everything")
                .then()
                .statusCode(404)
                .body("error", equalTo("Flow not found"));
    }

    @Test
    @Order(7)
    void theInternalApiIsNotRouted() {
        trunkline.as("alice").get("/internal/v1/servers?user=alice").then().statusCode(404);
    }

    @Test
    @Order(7)
    void nobodyReachesTheServicesThemselvesThroughAServer() {
        trunkline
                .as("alice")
                .body(
                        "{\"config\":{\"type\":\"streamable-http\",\"title\":\"Inside\",\"url\":\"http://127.0.0.1:%d/mcp\"}}"
                                .formatted(everythingPort + 1))
                .post("/api/mcp/servers")
                .then()
                .statusCode(403)
                .body("error", equalTo("MCP_DOMAIN_NOT_ALLOWED"));
    }

    @Test
    @Order(8)
    void everythingSurvivesARestart() {
        // when
        assertEquals(TERMINATED, trunkline.stop());
        assertThat(NodeServers.everythingOutput(), containsString("Received session termination request"));
        trunkline.startAgain();

        // then
        aliceSeesItsTools();
        aliceCallsItsTools();
        bobListsARealFolderThroughTheDeclaredServer();
        bobKnowsNothingOfAlicesServer();
    }

    @Test
    @Order(9)
    void aliceDeletesHerServer() {
        trunkline
                .as("alice")
                .delete("/api/mcp/servers/everything")
                .then()
                .statusCode(200)
                .body("message", equalTo("MCP server deleted successfully"));

        trunkline.as("alice").get("/api/mcp/servers").then().body("$", not(hasKey("everything")));
        trunkline.as("alice").get("/api/mcp/tools").then().body("servers", not(hasKey("everything")));
    }

    private ValidatableResponse call(String user, String server, String tool, String arguments) {
        return trunkline
                .as(user)
                .body("{\"arguments\":" + arguments + "}")
                .post("/api/mcp/" + server + "/tools/" + tool + "/call")
                .then()
                .statusCode(200);
    }

    private static String declaration(NodeServers servers, Path documents) {
        List<String> command = servers.command("@modelcontextprotocol/server-filesystem");
        String args = command.subList(1, command.size()).stream()
                .map(argument -> "\"" + argument + "\"")
                .collect(Collectors.joining(", "));
        return """
                mcpServers:
                  documents:
                    type: stdio
                    command: "%s"
                    args: [%s, "%s"]
                  broken:
                    command: npx
                """.formatted(command.getFirst(), args, documents);
    }
}
