package org.trunkline.connection.status;

import java.util.List;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.EventListener;
import org.trunkline.connection.testbed.EventListener.Event;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class ConnectionEventsTest {

    private static final String EVENTS = "/api/mcp/connection/events";

    private ChangingServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = new ChangingServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void tellsEachChangeWithItsReasonInTheOrderOfTheChanges() {
        registry().manage("alice", "told", config());
        try (EventListener alice = new EventListener("alice", EVENTS, null)) {
            awaitReset(alice);

            call("alice", "told");
            as("alice").post("/api/mcp/told/reinitialize");
            as("alice").delete("/api/mcp/told/sessions/default");

            List<String> expected = List.of(
                    "connecting opening",
                    "connected opened",
                    "disconnected reinitialized",
                    "connecting opening",
                    "connected opened",
                    "disconnected closed");
            await().atMost(10, SECONDS).until(() -> alice.changes("told").equals(expected));
        }
    }

    @Test
    void tellsWhatTheStatusTells() {
        registry().manage("alice", "dead", "{'type':'streamable-http','url':'http://127.0.0.1:1/mcp'}");
        try (EventListener alice = new EventListener("alice", EVENTS, null)) {
            awaitReset(alice);

            call("alice", "dead");

            await().atMost(10, SECONDS)
                    .until(() -> alice.changes("dead").equals(List.of("connecting opening", "error unreachable")));
            Event last = alice.events().stream()
                    .filter(event -> "dead".equals(event.data().getString("server")))
                    .toList()
                    .getLast();
            as("alice")
                    .get("/api/mcp/connection/status/dead")
                    .then()
                    .body("connectionStatus", equalTo("error"))
                    .body("reason", equalTo("unreachable"))
                    .body("error", equalTo(last.data().getString("message")))
                    .body("since", equalTo(last.data().getString("since")));
        }
    }

    @Test
    void aSessionWhoseLastCallFailedOnTheWayIsDegradedUntilOneGetsThrough() {
        registry().manage("alice", "shaky", config());
        call("alice", "shaky");

        server.failCalls(500);
        call("alice", "shaky");
        as("alice")
                .get("/api/mcp/connection/status/shaky")
                .then()
                .body("connectionStatus", equalTo("connected"))
                .body("degraded.reason", equalTo("http-error"))
                .body("degraded.since", notNullValue());

        server.failCalls(0);
        call("alice", "shaky");
        as("alice").get("/api/mcp/connection/status/shaky").then().body("degraded", equalTo(null));
    }

    @Test
    void usersHearOfTheirOwnSessionsAndOfThoseThatTheyShare() {
        registry().manage("bob", "bobs", config());
        registry().declare("everyones-news", config());
        try (EventListener alice = new EventListener("alice", EVENTS, null)) {
            awaitReset(alice);

            call("bob", "bobs");
            call("bob", "everyones-news");

            await().atMost(10, SECONDS)
                    .until(() -> alice.changes("everyones-news").size() == 2);
            assertEquals(List.of(), alice.changes("bobs"));
        }
    }

    @Test
    void sharedSessionsOfServersThatTheCallerCannotSeeAreNotTold() {
        registry().declare("hidden", config());
        registry().manage("alice", "seen", config());
        try (EventListener alice = new EventListener("alice", EVENTS, null)) {
            awaitReset(alice);
            registry().hide("hidden", "alice");

            call("bob", "hidden");
            call("alice", "seen");

            await().atMost(10, SECONDS).until(() -> alice.changes("seen").size() == 2);
            assertEquals(List.of(), alice.changes("hidden"));
        }
    }

    @Test
    void whoComesBackIsToldWhatWasMissed() {
        registry().manage("alice", "missed", config());
        String last;
        try (EventListener alice = new EventListener("alice", EVENTS, null)) {
            awaitReset(alice);
            last = alice.events().getLast().id();
        }

        call("alice", "missed");

        try (EventListener back = new EventListener("alice", EVENTS, last)) {
            await().atMost(10, SECONDS)
                    .until(() -> back.changes("missed").equals(List.of("connecting opening", "connected opened")));
            assertEquals("change", back.events().getFirst().name());
        }
        try (EventListener other = new EventListener("alice", EVENTS, "of-another-replica-7")) {
            awaitReset(other);
        }
    }

    @Test
    void nobodyListensWithoutAToken() {
        given().get(EVENTS).then().statusCode(401);
    }

    private static void awaitReset(EventListener listener) {
        await().atMost(10, SECONDS)
                .until(() -> listener.events().stream()
                        .anyMatch(event -> event.name().equals("reset")));
    }

    private static void call(String user, String name) {
        as(user).body("{}").post("/api/mcp/" + name + "/tools/echo/call");
    }

    private String config() {
        return "{'type':'streamable-http','url':'" + server.url() + "'}";
    }
}
