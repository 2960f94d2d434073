package org.trunkline.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

import static java.util.Map.entry;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every server that the guides configure, each with the settings they show, does what they say of it. */
@NeedsNode
@NeedsBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GalleryTest {

    private static final String PNG = "89504e470d0a1a0a";

    /** Of a user who has given no value and signed in nowhere. */
    private static final Map<String, String> OUTCOMES = Map.ofEntries(
            entry("filesystem", "ok"),
            entry("puppeteer", "ok"),
            entry("internal-tools", "ok"),
            entry("business-api", "ok"),
            entry("data-processor", "ok"),
            entry("data-processor-in-a-hurry", "unreachable"),
            entry("my-api-server", "unauthorized"),
            entry("github-mcp", "deferred"),
            entry("paypal", "unauthorized"),
            entry("spotify", "unauthorized"),
            entry("scheduled-tasks", "ok"),
            entry("weather-api", "ok"),
            entry("realtime-data", "ok"));

    private final Gallery gallery = new Gallery();
    private LocalRun trunkline;
    private Browser browser;
    private SignInStory alice;

    @BeforeAll
    void start() throws IOException {
        gallery.start();
        trunkline = gallery.trunkline();
        browser = Browser.open();
        alice = new SignInStory(trunkline, browser);
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        gallery.close();
    }

    @Test
    void usersSeeTheSettingsThatAreTheirs() {
        trunkline
                .as("alice")
                .get("/api/mcp/servers")
                .then()
                .statusCode(200)
                .body("filesystem.serverInstructions", startsWith("When accessing files"))
                .body("internal-tools.chatMenu", equalTo(false))
                .body("business-api.serverInstructions", equalTo(true))
                .body("scheduled-tasks.chatMenu", equalTo(true))
                .body("scheduled-tasks.iconPath", equalTo("/icons/calendar.png"))
                .body("my-api-server.customUserVars.MY_API_KEY.title", equalTo("API key"))
                .body("github-mcp.startup", equalTo(false))
                .body("weather-api.timeout", equalTo(15_000))
                .body("paypal.initTimeout", equalTo(150_000));
    }

    @Test
    void theCatalogueTellsWhatBecameOfEachServer() {
        await().atMost(30, SECONDS)
                .untilAsserted(() -> trunkline
                        .as("bob")
                        .get("/api/mcp/tools")
                        .then()
                        .body("servers.collectEntries { [it.key, it.value.outcome] }", equalTo(OUTCOMES)));
    }

    @Test
    void modelsGetTheInstructionsOfTheConfigurationOrOfTheServer() {
        await().atMost(30, SECONDS)
                .untilAsserted(() -> trunkline
                        .as("alice")
                        .get("/api/mcp/instructions")
                        .then()
                        .statusCode(200)
                        .body("servers.filesystem.source", equalTo("override"))
                        .body("servers.filesystem.text", startsWith("When accessing files"))
                        .body("servers.business-api.source", equalTo("own"))
                        .body("servers.business-api.text", equalTo("Ask for the order number first."))
                        .body("servers.puppeteer.source", equalTo("none")));
    }

    @Test
    void filesystemReadsAndWritesItsFolderOnly() throws IOException {
        // given
        Path note = gallery.documents().resolve("note.txt");

        // when
        gallery.call("alice", "filesystem", "write_file", Map.of("path", note.toString(), "content", "by Alice"))
                .statusCode(200)
                .body("isError", equalTo(false));

        // then
        assertEquals("by Alice", Files.readString(note));
        gallery.call("bob", "filesystem", "read_text_file", Map.of("path", note.toString()))
                .statusCode(200)
                .body("content[0].text", equalTo("by Alice"));
        gallery.call("bob", "filesystem", "read_text_file", Map.of("path", "/etc/hostname"))
                .statusCode(200)
                .body("isError", equalTo(true));
    }

    @Test
    void puppeteerTakesAScreenshot() throws IOException {
        // given
        gallery.call("alice", "puppeteer", "puppeteer_navigate", Map.of("url", "data:text/html,<h1>Trunkline</h1>"))
                .statusCode(200)
                .body("isError", equalTo(false));

        // when
        JsonPath result = gallery.call("alice", "puppeteer", "puppeteer_screenshot", Map.of("name", "page"))
                .statusCode(200)
                .extract()
                .jsonPath();

        // then
        assertEquals("image/png", result.getString("content.find { it.type == 'image' }.mimeType"));
        byte[] image = Base64.getDecoder().decode(result.getString("content.find { it.type == 'image' }.data"));
        Files.write(Repository.scratch("gallery").resolve("screenshot.png"), image);
        assertEquals(PNG, HexFormat.of().formatHex(Arrays.copyOf(image, PNG.length() / 2)));
    }

    @Test
    void internalToolsAreNotInTheChatMenuButCanBeCalled() {
        gallery.call("alice", "internal-tools", "work", Map.of("milliseconds", 0))
                .statusCode(200);
    }

    @Test
    void businessApiGetsTheUsersIdAndTheOperatorsToken() {
        List.of("alice", "bob").forEach(user -> {
            JsonPath call = describeCall(user, "business-api");
            assertEquals(user, call.getString("headers.x-user-id"));
            assertEquals("Bearer " + Gallery.SECRET, call.getString("headers.authorization"));
        });
    }

    @Test
    void dataProcessorMayTakeAsLongAsItsSettingsSay() {
        gallery.call("alice", "data-processor", "work", Map.of("milliseconds", 700))
                .statusCode(200)
                .body("content[0].text", containsString("700"));
        gallery.call("alice", "data-processor", "work", Map.of("milliseconds", 60_000))
                .statusCode(504)
                .body("type", equalTo("urn:trunkline:problem:upstream-timeout"))
                .body("message", containsString("2000 ms"));
        gallery.call("alice", "data-processor-in-a-hurry", "work", Map.of("milliseconds", 0))
                .statusCode(504)
                .body("message", containsString("500 ms"));
    }

    @Test
    void githubIsNotConnectedBeforeTheUserGaveATokenAndReinitializes() {
        // before
        trunkline.as("alice").get("/api/mcp/tools").then().body("servers.github-mcp.tools.size()", equalTo(0));
        gallery.call("alice", "github-mcp", "describe_call", Map.of()).statusCode(409);
        assertFalse(gallery.wasConnected("github-mcp"));

        // given
        save("github-mcp", "PAT_TOKEN", "Bearer " + Gallery.SECRET);

        // when
        trunkline
                .as("alice")
                .post("/api/mcp/github-mcp/reinitialize")
                .then()
                .statusCode(200)
                .body("success", equalTo(true));

        // then
        assertTrue(gallery.wasConnected("github-mcp"));
        assertEquals(
                "Bearer " + Gallery.SECRET, describeCall("alice", "github-mcp").getString("headers.authorization"));
    }

    @Test
    void myApiServerGetsWhatEachUserSupplied() {
        gallery.call("alice", "my-api-server", "describe_call", Map.of())
                .statusCode(409)
                .body("missingUserVars", equalTo(List.of("MY_API_KEY")));
        save("my-api-server", "MY_API_KEY", Gallery.SECRET);

        JsonPath call = describeCall("alice", "my-api-server");

        assertEquals(Gallery.SECRET, call.getString("headers.x-auth-token"));
    }

    @Test
    void weatherApiGetsItsHeadersOverSse() {
        JsonPath call = describeCall("alice", "weather-api");

        assertEquals("Bearer " + Gallery.SECRET, call.getString("headers.authorization"));
    }

    @Test
    void realtimeDataAnswersOverSupergatewaysWebSocket() {
        gallery.call("alice", "realtime-data", "work", Map.of("milliseconds", 10))
                .statusCode(200)
                .body("content[0].text", containsString("10"));
    }

    @Test
    @Order(1)
    void aliceSignsInAtPaypalOverSse() {
        alice.goToSignIn("paypal");
        alice.signsIn("alice-at-paypal");

        alice.isBack("paypal");
        assertThat(alice.call("paypal").asString(), containsString("alice-at-paypal"));
    }

    @Test
    @Order(2)
    void spotifysAccessTokensAreRefreshedUnseen() {
        alice.goToSignIn("spotify");
        alice.signsIn("alice-at-spotify");

        alice.isBack("spotify");
        alice.callsGoOnWhileTokensEnd("spotify");
    }

    @Test
    @Order(3)
    void pipeshubTakesAClientThatAliceMadeBeforehand() {
        // given
        alice.registerPipeshub(gallery.pipeshub(), gallery.provider());

        // when
        alice.goToSignIn("pipeshub");
        browser.submit();

        // then
        alice.isBack("pipeshub");
        gallery.call("alice", "pipeshub", "pipeshub_directory", Map.of("action", "whoami"))
                .statusCode(200)
                .body("content[0].text", containsString("alice-at-spotify"));
    }

    @Test
    @Order(4)
    void paypalAsksAgainWhenItsTokenHasEnded() {
        // given
        await().atMost(40, SECONDS)
                .untilAsserted(() -> trunkline
                        .as("alice")
                        .get("/api/mcp/oauth/state/paypal")
                        .then()
                        .body("state", equalTo("expired")));

        // when
        alice.goToSignIn("paypal");
        alice.signsIn("alice-at-paypal");

        // then
        alice.isBack("paypal");
        assertEquals(200, alice.call("paypal").statusCode());
    }

    @Test
    void scheduledTasksGetTheirEnvironment() {
        JsonPath call = describeCall("alice", "scheduled-tasks");

        assertEquals("production", call.getString("environment.NODE_ENV"));
        assertEquals("postgres://tasks", call.getString("environment.DATABASE_URL"));
    }

    @Test
    void scheduledTasksActForWhomTheyAreCalled() {
        // given
        gallery.call("alice", "scheduled-tasks", "create_task", Map.of("title", "water the plants"))
                .statusCode(200);
        gallery.call("bob", "scheduled-tasks", "create_task", Map.of("title", "feed the cat"))
                .statusCode(200);

        // then
        gallery.call("alice", "scheduled-tasks", "list_tasks", Map.of())
                .body("content[0].text", equalTo("[\"water the plants\"]"));
        gallery.call("bob", "scheduled-tasks", "list_tasks", Map.of())
                .body("content[0].text", equalTo("[\"feed the cat\"]"));
    }

    private JsonPath describeCall(String user, String server) {
        return new JsonPath(gallery.call(user, server, "describe_call", Map.of())
                .statusCode(200)
                .extract()
                .<String>path("content[0].text"));
    }

    private void save(String server, String name, String value) {
        trunkline
                .as("alice")
                .body(Map.of("values", Map.of(name, value)))
                .put("/api/mcp/" + server + "/auth-values")
                .then()
                .statusCode(200);
    }
}
