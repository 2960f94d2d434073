package org.trunkline.connection.transports;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.trunkline.connection.testbed.Calls.call;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;
import static org.trunkline.connection.transports.ScriptedServer.HELLO;
import static org.trunkline.connection.transports.ScriptedServer.answer;
import static org.trunkline.connection.transports.ScriptedServer.eventStream;
import static org.trunkline.connection.transports.ScriptedServer.json;

/** A server that announces changes, but not where it is listened to. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class DeafSessionTest {

    private ScriptedServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = new ScriptedServer();
        server.toolsCapability(new JsonObject().put("listChanged", true));
        server.on("tools/call", (request, message) -> json(request.response(), answer(message, HELLO)));
        registry().manage("alice", "deaf", "{'type':'http','url':'" + server.url() + "'}");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void isDegradedUntilTheStreamIsOpen() {
        server.onGet(request -> request.response().setStatusCode(500).end());
        call("alice", "deaf", "").statusCode(200);
        await().atMost(20, SECONDS).until(() -> "not-listening".equals(degraded()));

        call("alice", "deaf", "").statusCode(200);
        as("alice")
                .get("/api/mcp/connection/status/deaf")
                .then()
                .body("connectionStatus", equalTo("connected"))
                .body("degraded.reason", equalTo("not-listening"));

        server.onGet(request -> eventStream(request).write(": here\n\n"));
        await().atMost(20, SECONDS).until(() -> degraded() == null);
    }

    private static String degraded() {
        return as("alice")
                .get("/api/mcp/connection/status/deaf")
                .then()
                .extract()
                .path("degraded.reason");
    }
}
