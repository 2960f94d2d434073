package org.trunkline.connection.transports;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.StdioSample;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.oauth;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;
import static org.trunkline.connection.testbed.StubOauth.values;

@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class StdioTest {

    @BeforeEach
    void declareTheSample() {
        registry().reset();
        registry().declare("child", StdioSample.declaration());
    }

    @Test
    void givesTheChildItsVariablesAndTheHarmlessOnesOnly() {
        call("child", "environment")
                .statusCode(200)
                .body(
                        "content[0].text",
                        allOf(containsString("GREETING=hello"), containsString("PATH="), not(containsString("OIDC"))));
    }

    @Test
    void noticesTheChildsDeathAndStartsAnotherForTheNextCall() {
        call("child", "exit").statusCode(502).body("message", containsString("exit code 3"));

        call("child", "environment").statusCode(200);
    }

    @Test
    void saysThatACommandCannotBeStarted() {
        registry().declare("absent", "{'command':'/no/such/command','args':[]}");

        call("absent", "environment")
                .statusCode(502)
                .body("type", equalTo("urn:trunkline:problem:upstream-unreachable"))
                .body("message", containsString("cannot be started"));
    }

    @Test
    void tellsThoseWhoMayEditTheServerWhatItsProcessSaidLast() {
        String config = "{'command':'sh','args':['-c','echo no such option >&2; exit 4']%s}";

        registry().declare("broken", config.formatted(""));
        call("broken", "environment")
                .statusCode(502)
                .body("message", containsString("exit code 4"))
                .body("stderr", contains("no such option"));

        registry().declare("broken", config.formatted(",'stderr':'ignore'"));
        call("broken", "environment").statusCode(502).body("stderr", nullValue());

        registry().declare("broken", config.formatted(""));
        registry().permit("broken", 1);
        call("broken", "environment").statusCode(502).body("stderr", nullValue());
    }

    @Test
    void theStatusAndReinitializeTellTheSameToThem() {
        registry().declare("broken", "{'command':'sh','args':['-c','echo no such option >&2; exit 4']}");

        reinitialize("broken")
                .body("success", equalTo(false))
                .body("failureReason", equalTo("initialization_failed"))
                .body("stderr", contains("no such option"));
        status("broken").body("connectionStatus", equalTo("error")).body("stderr", contains("no such option"));
        as("alice")
                .get("/api/mcp/connection/status")
                .then()
                .body("connectionStatus.broken.stderr", contains("no such option"));

        registry().permit("broken", 1);
        status("broken").body("stderr", nullValue());
        reinitialize("broken").body("stderr", nullValue());
        as("carol").post("/api/mcp/broken/reinitialize").then().body("stderr", contains("no such option"));
    }

    @Test
    void theStatusTellsWhatAProcessThatRunsHasSaid() {
        registry().declare("talks", StdioSample.declaration().replace("\"env\"", "\"forwardUserId\": true, \"env\""));

        call("talks", "complain").statusCode(200);

        await().atMost(10, SECONDS)
                .untilAsserted(() -> status("talks")
                        .body("connectionStatus", equalTo("connected"))
                        .body("stderr", contains("something is odd with ***")));
        registry().permit("talks", 1);
        status("talks").body("stderr", nullValue());
    }

    @Test
    void endsWithAChildWhatItHasStarted() {
        registry().declare("parent", "{'command':'sh','args':['-c','sleep 1000 & echo $! >&2; sleep 6; exit 5']}");

        String started = call("parent", "environment").statusCode(502).extract().path("stderr[0]");

        await().atMost(10, SECONDS)
                .until(() -> ProcessHandle.of(Long.parseLong(started)).isEmpty());
    }

    @Test
    void runsInItsDirectoryWithItsArguments() throws IOException {
        String folder = Files.createTempDirectory("cwd").toRealPath().toString();
        registry()
                .declare(
                        "placed",
                        "{'command':'sh','args':['-c','pwd >&2; echo $0 >&2; exit 4','${HOME}+${LOGNAME}+${NOT_SET}'],"
                                + "'cwd':'" + folder + "'}");

        call("placed", "environment")
                .statusCode(502)
                .body("stderr", contains(folder, variable("HOME") + "+" + variable("LOGNAME") + "+${NOT_SET}"));
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? "${" + name + "}" : value;
    }

    @Test
    void eachUsersProcessHasTheirValues() {
        String config = StdioSample.declaration()
                .replace("\"hello\"", "\"{{WORD}}-{{LIBRECHAT_USER_ID}}\"")
                .replaceFirst("\\{", "{\"customUserVars\":{\"WORD\":{\"title\":\"W\",\"description\":\"d\"}},");
        registry().declare("greets", config);
        oauth().give("alice", "greets", values(Map.of("WORD", "hi")));
        oauth().give("bob", "greets", values(Map.of("WORD", "ho")));

        call("greets", "environment").statusCode(200).body("content[0].text", containsString("GREETING=hi-alice"));
        as("bob")
                .body("{}")
                .post("/api/mcp/greets/tools/environment/call")
                .then()
                .statusCode(200)
                .body("content[0].text", containsString("GREETING=ho-bob"));
    }

    @Test
    void saysThatACommandSpeaksNoMcp() {
        registry().declare("mute", "{'command':'sleep','args':['60'],'initTimeout':300}");
        registry().declare("short", "{'command':'true','args':[]}");

        call("mute", "environment").statusCode(504).body("message", containsString("within 300 ms"));
        call("short", "environment").statusCode(502).body("message", containsString("server process"));
    }

    private static ValidatableResponse reinitialize(String server) {
        return as("alice").post("/api/mcp/" + server + "/reinitialize").then().statusCode(200);
    }

    private static ValidatableResponse status(String server) {
        return as("alice").get("/api/mcp/connection/status/" + server).then().statusCode(200);
    }

    private static ValidatableResponse call(String server, String tool) {
        return as("alice")
                .body("{}")
                .post("/api/mcp/" + server + "/tools/" + tool + "/call")
                .then();
    }
}
