package org.trunkline.connection.sessions;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.trunkline.connection.testbed.Calls.call;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** Callers that go away before they are answered. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class AbandonedCallsTest {

    private ChangingServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = new ChangingServer();
        registry().manage("alice", "abandoned", "{'type':'http','url':'" + server.url() + "'}");
    }

    @AfterEach
    void stopServer() {
        as("alice").delete("/api/mcp/abandoned/sessions/default");
        server.close();
    }

    @Test
    void theServerIsToldAndTheSessionIsFree() throws IOException {
        call("alice", "abandoned", "").statusCode(200);
        server.hold("tools/call");

        Socket caller = begin();
        await().atMost(10, SECONDS).until(() -> server.waiting() == 1);
        caller.close();

        await().atMost(10, SECONDS).until(() -> server.asked("notifications/cancelled") == 1);
        await().atMost(10, SECONDS).until(() -> inFlight() == 0);
    }

    @Test
    void aSessionThatIsBeingOpenedGoesOnAndServesTheNext() throws IOException {
        server.hold("initialize");

        Socket caller = begin();
        await().atMost(10, SECONDS).until(() -> server.waiting() == 1);
        caller.close();

        await().atMost(10, SECONDS).until(() -> inFlight() == 0);
        server.release();
        call("alice", "abandoned", "").statusCode(200);
        await().atMost(10, SECONDS).until(() -> server.opened() == 1);
    }

    private static Socket begin() throws IOException {
        Socket socket = new Socket("localhost", RestAssured.port);
        socket.getOutputStream()
                .write(("POST /api/mcp/abandoned/tools/echo/call HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                + ConnectionTestBed.identity().token("alice")
                                + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
                        .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static int inFlight() {
        return as("alice")
                .get("/api/mcp/connection/sessions")
                .then()
                .extract()
                .path("sessions.find { it.server == 'abandoned' }.inFlight");
    }
}
