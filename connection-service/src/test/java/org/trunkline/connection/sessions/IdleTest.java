package org.trunkline.connection.sessions;

import java.util.List;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.Calls;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.HurriedProfile;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.connection.testbed.Calls.call;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

@QuarkusTest
@TestProfile(HurriedProfile.class)
@QuarkusTestResource(ConnectionTestBed.class)
class IdleTest {

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
    void aSessionThatNobodyUsesIsClosedUpstreamThoughNobodyCallsAnything() {
        registry().manage("alice", "idle", config(""));

        call("alice", "idle", "").statusCode(200);

        await().atMost(20, SECONDS).until(() -> server.closed() == 1);
        as("alice")
                .get("/api/mcp/connection/status/idle")
                .then()
                .body("connectionStatus", equalTo("disconnected"))
                .body("reason", equalTo("idle"))
                .body("since", notNullValue())
                .body("lastUse", notNullValue());
        call("alice", "idle", "").statusCode(200);
        assertEquals(2, server.opened());
    }

    @Test
    void listsThatAreRenewedKeepNoSession() {
        registry().manage("alice", "looked-at", config(""));
        call("alice", "looked-at", "").statusCode(200);

        await().atMost(20, SECONDS).until(() -> {
            as("alice").get("/api/mcp/tools").then().statusCode(200);
            return server.closed() == 1;
        });

        assertTrue(server.lists() > 1, "the list was renewed meanwhile");
    }

    @Test
    void aServerMayHaveATimeoutOfItsOwn() {
        registry().declare("patient", config(",'startup':false,'idleTimeout':600000"));
        registry().manage("alice", "hasty", config(""));
        call("alice", "patient", "").statusCode(200);
        call("alice", "hasty", "").statusCode(200);

        await().atMost(20, SECONDS).until(() -> server.closed() == 1);

        as("alice").get("/api/mcp/connection/status/patient").then().body("connectionStatus", equalTo("connected"));
        as("alice").delete("/api/mcp/patient/sessions/default").then().statusCode(204);
    }

    @Test
    void aSessionIsNotIdleWhileACallIsUnderWay() throws Exception {
        registry().manage("alice", "busy", config(""));
        try (Calls calls = new Calls()) {
            server.hold("tools/call");
            calls.begin("alice", "busy", "?session=works");
            await().atMost(10, SECONDS).until(() -> server.waiting() == 1);

            as("alice").post("/api/mcp/busy/reinitialize?session=waits").then().body("success", equalTo(true));
            await().atMost(20, SECONDS).until(() -> server.closed() == 1);

            as("alice")
                    .get("/api/mcp/connection/sessions")
                    .then()
                    .body("sessions.find { it.session == 'works' }.inFlight", equalTo(1));
            server.release();
            assertEquals(List.of(200), calls.statuses());
        }
    }

    private String config(String more) {
        return "{'type':'streamable-http','url':'" + server.url() + "'" + more + "}";
    }
}
