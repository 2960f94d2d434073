package org.trunkline.connection.sessions;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class LabelsTest {

    private ChangingServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = new ChangingServer();
        registry().manage("alice", "labelled", config());
    }

    @AfterEach
    void stopServer() {
        as("alice").delete("/api/mcp/labelled/sessions/default");
        as("alice").delete("/api/mcp/labelled/sessions/one");
        as("alice").delete("/api/mcp/labelled/sessions/two");
        server.close();
    }

    @Test
    void eachLabelHasItsOwnSession() {
        call("alice", "labelled", "?session=one").statusCode(200);
        call("alice", "labelled", "?session=two").statusCode(200);
        call("alice", "labelled", "?session=two").statusCode(200);
        call("alice", "labelled", "").statusCode(200);
        call("alice", "labelled", "?session=default").statusCode(200);

        assertEquals(3, server.opened());
    }

    @Test
    void aToolIsCalledByItsKeyOverALabelledSession() {
        as("alice")
                .body("{\"tool\": \"echo_mcp_labelled\"}")
                .post("/api/mcp/tools/call?session=one")
                .then()
                .statusCode(200);

        own().body("sessions.findAll { it.server == 'labelled' }.session", contains("one"));
    }

    @Test
    void callersListTheirOwnSessionsAndNoOthers() {
        // given
        registry().declare("everyones", config());
        registry().manage("bob", "bobs", config());
        call("bob", "bobs", "").statusCode(200);
        call("alice", "everyones", "").statusCode(200);

        // when
        call("alice", "labelled", "?session=one").statusCode(200);
        call("alice", "labelled", "?session=two").statusCode(200);

        // then
        own().body("sessions.findAll { it.server == 'labelled' }.session", contains("one", "two"))
                .body("sessions.server", not(hasItem("bobs")))
                .body("sessions.server", not(hasItem("everyones")))
                .body("sessions.find { it.session == 'one' }.state", equalTo("connected"))
                .body("sessions.find { it.session == 'one' }.reason", equalTo("opened"))
                .body("sessions.find { it.session == 'one' }.since", notNullValue())
                .body("sessions.find { it.session == 'one' }.lastUse", notNullValue())
                .body("sessions.find { it.session == 'one' }.inFlight", equalTo(0));
    }

    @Test
    void aLabelMakesASharedSessionPrivate() {
        registry().declare("shared", config());

        call("alice", "shared", "?session=one").statusCode(200);
        call("bob", "shared", "?session=one").statusCode(200);
        call("alice", "shared", "").statusCode(200);
        call("bob", "shared", "").statusCode(200);

        assertEquals(3, server.opened());
    }

    @Test
    void endingOneLeavesTheOthers() {
        call("alice", "labelled", "?session=one").statusCode(200);
        call("alice", "labelled", "?session=two").statusCode(200);

        as("alice").delete("/api/mcp/labelled/sessions/one").then().statusCode(204);

        assertEquals(1, server.closed());
        own().body("sessions.findAll { it.server == 'labelled' }.session", contains("two"));
        status("?session=one").body("connectionStatus", equalTo("disconnected")).body("reason", equalTo("closed"));
        status("?session=two").body("connectionStatus", equalTo("connected"));
        as("alice").delete("/api/mcp/labelled/sessions/one").then().statusCode(404);
        as("bob").delete("/api/mcp/labelled/sessions/two").then().statusCode(404);
    }

    @Test
    void endingASessionThatIsBeingOpenedCancelsThat() {
        // given
        server.hold("initialize");
        Thread caller = Thread.startVirtualThread(
                () -> call("alice", "labelled", "?session=one").statusCode(502));
        await().atMost(10, SECONDS).until(() -> server.waiting() == 1);

        // when
        as("alice").delete("/api/mcp/labelled/sessions/one").then().statusCode(204);

        // then
        await("the caller to be told").atMost(10, SECONDS).until(() -> !caller.isAlive());
        server.release();
        status("?session=one").body("connectionStatus", equalTo("disconnected")).body("reason", equalTo("closed"));
        own().body("sessions.server", not(hasItem("labelled")));
    }

    @Test
    void reinitializingConcernsTheLabelThatIsNamed() {
        call("alice", "labelled", "?session=one").statusCode(200);
        call("alice", "labelled", "").statusCode(200);

        as("alice").post("/api/mcp/labelled/reinitialize?session=one").then().body("success", equalTo(true));

        assertEquals(3, server.opened());
        assertEquals(1, server.closed());
        own().body("sessions.findAll { it.server == 'labelled' }.session", hasItems("default", "one"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "ä", "12345678901234567890123456789012345678901234567890123456789012345"})
    void aLabelIsAName(String label) {
        as("alice")
                .queryParam("session", label)
                .body("{}")
                .post("/api/mcp/labelled/tools/echo/call")
                .then()
                .statusCode(400)
                .body("errors[0].path", contains("session"))
                .body("message", containsString("1 to 64"));
    }

    private static ValidatableResponse call(String user, String name, String query) {
        return as(user).body("{}")
                .post("/api/mcp/" + name + "/tools/echo/call" + query)
                .then();
    }

    private static ValidatableResponse own() {
        return as("alice").get("/api/mcp/connection/sessions").then().statusCode(200);
    }

    private static ValidatableResponse status(String query) {
        return as("alice").get("/api/mcp/connection/status/labelled" + query).then();
    }

    private String config() {
        return "{'type':'streamable-http','url':'" + server.url() + "'}";
    }
}
