package org.trunkline.registry.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.servers.Servers;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class HostileFilesTest {

    private static final String USER = "hostile";

    private Map<String, ?> before;

    @BeforeEach
    void look() {
        before = Files.servers(USER);
    }

    @Test
    void yamlThatGrowsByAliases() {
        String levels = IntStream.range(1, 20)
                .mapToObj(i -> "a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + ", *a" + (i - 1) + "]\n")
                .collect(Collectors.joining());

        refused("a0: &a0 [x, x, x]\n" + levels + "mcpServers:\n  one: {url: *a19}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mcpServers: &m\n  one: *m\n",
                "mcpServers: {one: {url: https://a.example.com/mcp, url: https://b.example.com/mcp}}",
                "mcpServers:\n  one: {url: https://a.example.com/mcp}\n  one: {url: https://b.example.com/mcp}\n",
                "{\"mcpServers\": {\"one\": {\"url\": \"https://a.example.com\"}, \"one\": {\"url\": \"https://b.example.com\"}}}",
                "{\"mcpServers\": [1, 2]}",
                "{\"mcpServers\": \"x\"}",
                "{\"other\": {}}",
                "{not json",
                "- just\n- a list\n",
                "",
                "mcpServers: [",
            })
    void filesThatCannotBeRead(String text) {
        refused(text);
    }

    @Test
    void deepJsonAndDeepYaml() {
        for (String text : List.of(
                "{\"mcpServers\": {\"one\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}}",
                "mcpServers: " + "[".repeat(10_000) + "]".repeat(10_000))) {
            given().auth()
                    .oauth2(Tokens.of(USER))
                    .contentType("text/plain")
                    .body(text)
                    .post(Files.IMPORT)
                    .then()
                    .statusCode(400);
        }
    }

    @Test
    void tooLargeAndTooMany() throws IOException {
        assertEquals("HTTP/1.1 413 Request Entity Too Large", answerToAnnounced(10_000_000));
        refused("{\"x\": \"" + "a".repeat(2_000_000) + "\"}");
        String entries = IntStream.range(0, 501)
                .mapToObj(i -> "\"s" + i + "\": {\"url\": \"https://a.example.com/mcp\"}")
                .collect(Collectors.joining(","));
        refused("{\"mcpServers\": {" + entries + "}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "[]",
                "{}",
                "{\"url\": 7}",
                "{\"url\": null}",
                "{\"type\": 7, \"url\": \"https://a.example.com/mcp\"}",
                "{\"type\": \"carrier-pigeon\", \"url\": \"https://a.example.com/mcp\"}",
                "{\"url\": \"https://a.example.com/mcp\", \"headers\": [\"x\"]}",
                "{\"url\": \"https://a.example.com/mcp\", \"headers\": {\"X\": 7}}",
                "{\"url\": \"https://a.example.com/mcp\", \"headers\": {\"X\": {\"y\": \"z\"}}}",
                "{\"url\": \"https://a.example.com/mcp\", \"auth\": {\"CLIENT_ID\": {}}}",
                "{\"url\": \"https://a.example.com/mcp\", \"auth\": {\"CLIENT_ID\": \"${env:ID}\"}}",
                "{\"command\": 7, \"args\": \"x\", \"env\": []}",
                "{\"command\": \"npx\", \"args\": [\"mcp-remote\"]}",
                "{\"command\": \"npx\", \"args\": [\"mcp-remote\", \"file:///etc/passwd\"]}",
                "{\"url\": \"https://${HOST}/mcp\"}",
                "{\"url\": \"https://a.example.com/${env:PATH}\"}",
                "{\"url\": \"file:///etc/passwd\"}",
                "{\"url\": \"http://127.0.0.1:8080/mcp\"}",
                "{\"url\": \"http://169.254.169.254/latest/meta-data\"}",
                "{\"url\": \"http://[::1]/mcp\"}",
                "{\"url\": \"http://redis:6379/\"}",
                "{\"url\": \"https://{{HOST}}/mcp\", \"headers\": {\"X-Key\": \"everyones\"}}",
            })
    void entriesThatAreRefusedOneByOne(String entry) {
        Files.imported(USER, "{\"mcpServers\": {\"bad\": " + entry + ", \"bad too\": " + entry + "}}")
                .statusCode(200)
                .body("servers.outcome", everyItem(is("refused")))
                .body("servers.done", everyItem(is(false)));
        nothingIsNew();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LIBRECHAT_USER_ID", "a b", "a-b", "x}}{{y"})
    void namesOfUserValuesThatMeanSomethingElse(String name) {
        String file = "mcpServers: {one: {type: sse, url: 'https://a.example.com/sse', customUserVars: {'" + name
                + "': {title: t, description: d}}}}";

        Files.imported(USER, file)
                .body("servers[0].outcome", equalTo("refused"))
                .body("servers[0].errors[0].path", equalTo(List.of("customUserVars", name)));
    }

    @Test
    void twoEntriesForOneServer() {
        Files.dryRun(USER, """
                {"mcpServers": {"git_hub": {"url": "https://a.example.com/mcp"},
                 "git hub": {"url": "https://b.example.com/mcp"}}}""")
                .body("servers.outcome", equalTo(List.of("create", "refused")))
                .body("servers[1].errors[0].message", containsString("'git_hub'"));
    }

    @Test
    void oneBadEntryKeepsNoOtherFromBeingImported() {
        Files.imported("mixed", """
                {"mcpServers": {"bad": {"url": "http://127.0.0.1/mcp"}, "good": {"url": "https://a.example.com/mcp"}}}""")
                .body("servers.outcome", equalTo(List.of("refused", "create")))
                .body("servers[0].errors[0].path", equalTo(List.of("url")))
                .body("servers[0].errors[0].message", equalTo("Domain \"http://127.0.0.1\" is not allowed"));
    }

    @Test
    void placeholdersOfTheOperatorsDoNotComeIn() {
        String name = Files.imported("smuggler", """
                {"mcpServers": {"smuggled": {"url": "https://a.example.com/mcp", "headers":
                 {"X-A": "${TRUNKLINE_SECRETS_KEYSET}", "X-B": "{{LIBRECHAT_OPENID_ACCESS_TOKEN_X"}}}}""")
                .body("servers[0].outcome", equalTo("create"))
                .extract()
                .path("servers[0].serverName");

        Map<String, String> headers = Servers.asNeighbour("smuggler")
                .get("/internal/v1/servers/" + name)
                .then()
                .extract()
                .path("config.headers");
        assertEquals("{{TRUNKLINE_SECRETS_KEYSET}}", headers.get("X-A"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exe", "LIBRECHAT"})
    void formatsThatThereAreNot(String format) {
        Servers.as(Tokens.of(USER))
                .queryParam("format", format)
                .body("{\"mcpServers\": {}}")
                .post(Files.IMPORT)
                .then()
                .statusCode(400)
                .body("errors[0].path[0]", equalTo("format"));
        Servers.as(Tokens.of(USER))
                .queryParam("format", format)
                .get(Files.EXPORT)
                .then()
                .statusCode(400);
    }

    /** The first line of the answer to an import whose body is that long; nobody waits for the body. */
    private static String answerToAnnounced(int length) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            String head = "POST " + Files.IMPORT + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + Tokens.of(USER) + "\r\nContent-Type: application/json\r\nContent-Length: " + length
                    + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    private void refused(String text) {
        Files.imported(USER, text)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:trunkline:problem:invalid-request"));
        nothingIsNew();
    }

    private void nothingIsNew() {
        assertEquals(before, Files.servers(USER));
    }
}
