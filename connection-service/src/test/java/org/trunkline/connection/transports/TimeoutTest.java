package org.trunkline.connection.transports;

import java.util.concurrent.atomic.AtomicBoolean;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.local.loopback.LoopbackServer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class TimeoutTest {

    private static final String INITIALIZED = """
            {"jsonrpc":"2.0","id":%s,"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},\
            "serverInfo":{"name":"slow","version":"1"}}}""";

    private final AtomicBoolean freed = new AtomicBoolean();
    private LoopbackServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = LoopbackServer.start(0, (vertx, port) -> this::initializeOnly);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void aServerThatNeverInitializesCostsItsInitTimeout() {
        registry().manage("alice", "mute", config("/never", ",'initTimeout':300"));

        call("mute").statusCode(504).body("message", containsString("'mute' did not answer within 300 ms"));

        await("the connection to be freed").atMost(10, SECONDS).untilTrue(freed);
    }

    @Test
    void aCallThatIsNeverAnsweredCostsItsTimeoutAndLeavesTheSessionOpen() {
        registry().manage("alice", "slow", config("/mcp", ",'timeout':300"));

        call("slow")
                .statusCode(504)
                .body("type", equalTo("urn:trunkline:problem:upstream-timeout"))
                .body("message", containsString("within 300 ms"));

        await("the connection to be freed").atMost(10, SECONDS).untilTrue(freed);
        as("alice").get("/api/mcp/connection/status/slow").then().body("connectionStatus", equalTo("connected"));
    }

    @Test
    void aHandshakeMayTakeLongerThanARequest() {
        registry().manage("alice", "slow", config("/mcp?handshake=900", ",'timeout':300,'initTimeout':20000"));

        call("slow").statusCode(504);

        as("alice").get("/api/mcp/connection/status/slow").then().body("connectionStatus", equalTo("connected"));
    }

    private void initializeOnly(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            String method = body.length() == 0 ? "" : body.toJsonObject().getString("method", "");
            if (request.path().equals("/mcp") && method.equals("initialize")) {
                Object id = body.toJsonObject().getValue("id");
                request.response().putHeader("Content-Type", "application/json");
                after(
                        request.getParam("handshake", "1"),
                        () -> request.response().end(INITIALIZED.formatted(id)));
            } else if (request.path().equals("/mcp") && method.startsWith("notifications/")) {
                request.response().setStatusCode(202).end();
            } else {
                request.response().closeHandler(closed -> freed.set(true));
            }
        });
    }

    private static void after(String milliseconds, Runnable script) {
        Vertx.currentContext().owner().setTimer(Long.parseLong(milliseconds), timer -> script.run());
    }

    private ValidatableResponse call(String server) {
        return as("alice")
                .body("{}")
                .post("/api/mcp/" + server + "/tools/echo/call")
                .then();
    }

    private String config(String path, String more) {
        return "{'type':'streamable-http','url':'http://127.0.0.1:" + server.port() + path + "'" + more + "}";
    }
}
