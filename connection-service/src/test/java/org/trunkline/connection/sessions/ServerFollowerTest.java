package org.trunkline.connection.sessions;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.EventListener;
import org.trunkline.neighbours.StubNeighbour.Answer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.Calls.call;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** Servers that change while nobody uses their sessions. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class ServerFollowerTest {

    private ChangingServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        registry().neighbour().reset();
        server = new ChangingServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void aChangedConfigurationEndsTheSessionsOfTheOneBefore() {
        registry().manage("alice", "edited", config(""));
        registry().declare("edited-for-all", config(""));
        call("alice", "edited", "").statusCode(200);
        call("alice", "edited-for-all", "").statusCode(200);

        registry().manage("alice", "edited", config(",'title':'Other'"));
        registry().declare("edited-for-all", config(",'title':'Other'"));

        await().atMost(20, SECONDS).until(() -> server.closed() == 2);
    }

    @Test
    void aServerThatIsGoneHasNoSessions() {
        registry().manage("alice", "deleted", config(""));
        try (EventListener alice = new EventListener("alice", "/api/mcp/connection/events", null)) {
            call("alice", "deleted", "").statusCode(200);

            registry().remove("deleted");

            await().atMost(20, SECONDS).until(() -> server.closed() == 1);
            await().atMost(10, SECONDS).until(() -> alice.changes("deleted").contains("disconnected server-gone"));
        }
    }

    @Test
    void whoMayNotUseAServerAnyMoreHasNoSessionWithIt() {
        registry().declare("unshared", config(",'headers':{'X-User':'{{LIBRECHAT_USER_ID}}'}"));
        call("alice", "unshared", "").statusCode(200);
        call("bob", "unshared", "").statusCode(200);

        registry().hide("unshared", "alice");

        await().atMost(20, SECONDS).until(() -> server.closed() == 1);
        as("bob").get("/api/mcp/connection/status/unshared").then().body("connectionStatus", equalTo("connected"));
    }

    @Test
    void anOutageOfTheRegistryEndsNothing() {
        registry().manage("alice", "kept", config(""));
        call("alice", "kept", "").statusCode(200);
        registry().neighbour().on("POST", "/internal/v1/server-stamps", request -> new Answer(503, "down"));

        await().atMost(20, SECONDS)
                .until(() -> registry().neighbour().requests().stream()
                        .anyMatch(request -> request.uri().getPath().endsWith("server-stamps")));

        as("alice").get("/api/mcp/connection/status/kept").then().body("connectionStatus", equalTo("connected"));
        assertEquals(0, server.closed());
    }

    private String config(String more) {
        return "{'type':'streamable-http','url':'" + server.url() + "'" + more + "}";
    }
}
