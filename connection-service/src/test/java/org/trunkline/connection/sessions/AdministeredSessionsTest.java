package org.trunkline.connection.sessions;

import java.util.List;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class AdministeredSessionsTest {

    private static final String PATH = "/api/admin/sessions";

    private ChangingServer server;

    /** Replicas that other tests made up are gone. */
    @BeforeEach
    void awaitToBeAlone() {
        await().atMost(30, SECONDS)
                .until(() -> as("carol").get(PATH).path("silent").equals(List.of()));
    }

    @BeforeEach
    void open() {
        registry().reset();
        server = new ChangingServer();
        registry().manage("alice", "hers", config());
        registry().manage("bob", "his", config());
        registry().declare("everyones", config());
        call("alice", "hers", "default");
        call("alice", "hers", "second");
        call("bob", "his", "default");
        call("alice", "everyones", "default");
    }

    @AfterEach
    void end() {
        as("carol").delete(PATH + "?state=connecting");
        as("carol").delete(PATH + "?state=connected");
        server.close();
    }

    @Test
    void administratorsSeeTheSessionsOfEverybody() {
        sessions(Map.of("user", "alice", "server", "hers"))
                .body("data.session", containsInAnyOrder("default", "second"))
                .body("data.server", contains("hers", "hers"));
        sessions(Map.of("server", "his"))
                .body("data.user", contains("bob"))
                .body("data[0].state", equalTo("connected"))
                .body("data[0].reason", equalTo("opened"))
                .body("data[0].since", notNullValue())
                .body("data[0].lastUse", notNullValue())
                .body("data[0].inFlight", equalTo(0))
                .body("data[0].replica", startsWith("http://"))
                .body("silent", empty());
        sessions(Map.of("shared", "true", "server", "everyones"))
                .body("data.server", contains("everyones"))
                .body("data[0].user", nullValue());
        sessions(Map.of("session", "second", "server", "hers")).body("data.user", contains("alice"));
        sessions(Map.of("state", "connecting", "server", "hers")).body("data", empty());
        sessions(Map.of("replica", "http://elsewhere.example.com")).body("data", empty());
    }

    @Test
    void pagesHaveEachSessionOnce() {
        // when
        ValidatableResponse first = sessions(Map.of("server", "hers", "limit", "1"));
        String after = first.body("has_more", equalTo(true)).extract().path("after");

        // then
        first.body("data.session", contains("default"));
        sessions(Map.of("server", "hers", "limit", "1", "after", after))
                .body("data.session", contains("second"))
                .body("has_more", equalTo(false))
                .body("after", nullValue());
    }

    @Test
    void oneSessionIsEndedAndTheNextCallOpensAnother() {
        end(Map.of("user", "alice", "server", "hers", "session", "second")).body("ended", equalTo(1));

        sessions(Map.of("user", "alice", "server", "hers")).body("data.session", contains("default"));
        as("alice")
                .get("/api/mcp/connection/status/hers?session=second")
                .then()
                .body("connectionStatus", equalTo("disconnected"))
                .body("reason", equalTo("ended-by-administrator"));
        call("alice", "hers", "second");
        assertEquals(5, server.opened());
    }

    @Test
    void aCallThatIsUnderWayIsEndedToo() {
        // given
        server.hold("tools/call");
        Thread caller = Thread.startVirtualThread(() ->
                as("bob").body("{}").post("/api/mcp/his/tools/echo/call").then().statusCode(502));
        await().atMost(10, SECONDS).until(() -> server.waiting() == 1);
        sessions(Map.of("user", "bob", "server", "his")).body("data[0].inFlight", equalTo(1));

        // when
        end(Map.of("server", "his")).body("ended", equalTo(1));

        // then
        await("the caller to be told").atMost(10, SECONDS).until(() -> !caller.isAlive());
        server.release();
    }

    @Test
    void theSharedSessionsCanBeEndedAlone() {
        end(Map.of("shared", "true", "server", "everyones")).body("ended", equalTo(1));

        sessions(Map.of("server", "everyones")).body("data", empty());
        sessions(Map.of("user", "alice", "server", "hers"))
                .body("data.session", containsInAnyOrder("default", "second"));
    }

    @Test
    void othersMayNot() {
        as("alice").get(PATH).then().statusCode(403);
        as("alice").delete(PATH + "?user=bob").then().statusCode(403);

        sessions(Map.of("user", "bob", "server", "his")).body("data.server", contains("his"));
    }

    @Test
    void whichSessionsAreEndedMustBeSaid() {
        end(Map.of("shared", "yes"), 400).body("errors[0].path", contains("shared"));
        end(Map.of(), 400).body("detail", containsString("user, server, session, state, shared or replica"));
        sessions(Map.of("user", "bob", "server", "his")).body("data.server", contains("his"));
    }

    @ParameterizedTest
    @CsvSource({"state, open", "shared, yes", "limit, many", "after, ??"})
    void aParameterThatSaysNothingIsNamed(String parameter, String value) {
        as("carol")
                .queryParam(parameter, value)
                .get(PATH)
                .then()
                .statusCode(400)
                .body("errors[0].path", contains(parameter));
    }

    private static ValidatableResponse sessions(Map<String, String> filter) {
        return as("carol").queryParams(filter).get(PATH).then().statusCode(200);
    }

    private static ValidatableResponse end(Map<String, String> filter) {
        return end(filter, 200);
    }

    private static ValidatableResponse end(Map<String, String> filter, int status) {
        return as("carol").queryParams(filter).delete(PATH).then().statusCode(status);
    }

    private static void call(String user, String server, String label) {
        as(user).queryParam("session", label)
                .body("{}")
                .post("/api/mcp/" + server + "/tools/echo/call")
                .then()
                .statusCode(200);
    }

    private String config() {
        return "{'type':'streamable-http','url':'" + server.url() + "'}";
    }
}
