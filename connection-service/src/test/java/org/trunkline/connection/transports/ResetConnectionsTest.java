package org.trunkline.connection.transports;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.LogRecord;
import java.util.stream.Stream;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;
import static org.trunkline.connection.transports.ScriptedServer.eventStream;

/** Connections and answers that break off are no errors of ours, and the log does not say that they are. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class ResetConnectionsTest {

    private static final String CONNECTION = "io.vertx.core.net.impl.ConnectionBase";

    private LogListener log;
    private ScriptedServer script;
    private ScriptedWebSocket webSocket;
    private Vertx vertx;
    private int port;

    /** A server whose connections end with a reset. */
    @BeforeEach
    void startServer() {
        registry().reset();
        script = new ScriptedServer();
        script.recover();
        webSocket = new ScriptedWebSocket();
        webSocket.recover();
        webSocket.on("tools/call", (client, message) -> client.cut());
        vertx = Vertx.vertx();
        port = vertx.createHttpServer(new HttpServerOptions().setSoLinger(0).setWebSocketSubProtocols(List.of("mcp")))
                .requestHandler(request -> {
                    if (request.headers().contains("Upgrade")) {
                        webSocket.handle(request);
                    } else {
                        script.serve(request);
                    }
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        log = new LogListener();
    }

    @AfterEach
    void stopServer() {
        log.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        script.close();
        webSocket.close();
    }

    @Test
    void aServerThatResetsACallsConnection() {
        script.on("tools/call", (request, message) -> request.connection().close());
        call("http").statusCode(502);
        script.on(
                "tools/call",
                (request, message) -> eventStream(request)
                        .write(": a beginning\n\n")
                        .onComplete(written -> request.connection().close()));
        call("http").statusCode(502);

        assertNothingIsShown();
    }

    @Test
    void aServerThatResetsTheStreamOfAnnouncements() {
        AtomicInteger streams = new AtomicInteger();
        script.toolsCapability(new JsonObject().put("listChanged", true));
        script.onGet(request -> {
            streams.incrementAndGet();
            eventStream(request)
                    .write(": a beginning\n\n")
                    .onComplete(written -> request.connection().close());
        });
        call("http").statusCode(200);
        await().atMost(10, SECONDS).until(() -> streams.get() > 1);

        assertNothingIsShown();
    }

    @Test
    void aServerWhoseAnswerIsNoEventStream() {
        script.onGet(request -> request.response().setChunked(true).write("hello"));
        call("sse").statusCode(502);

        assertNothingIsShown();
    }

    @Test
    void aServerThatResetsAWebSocket() {
        call("ws").statusCode(502);

        assertNothingIsShown();
    }

    @Test
    void aCallerWhoResets() throws IOException {
        script.on("tools/call", (request, message) -> {});
        try (Socket caller = new Socket("localhost", RestAssured.port)) {
            caller.setSoLinger(true, 0);
            String head = "POST /api/mcp/resetting/tools/echo/call HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n"
                    + "Authorization: Bearer " + ConnectionTestBed.identity().token("alice")
                    + "\r\nContent-Type: application/json\r\n\r\n{}";
            declare("http");
            caller.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            await().atMost(10, SECONDS)
                    .until(() -> !script.received("tools/call").isEmpty());
        }
        await().atMost(10, SECONDS)
                .until(() -> !script.received("notifications/cancelled").isEmpty());

        assertNothingIsShown();
    }

    @Test
    void otherErrorsAreShown() {
        assertTrue(isShown(record("a defect")));
        assertEquals(false, isShown(record("Connection reset")));
    }

    private static LogRecord record(String message) {
        LogRecord record = new LogRecord(Level.ERROR, message);
        record.setLoggerName(CONNECTION);
        return record;
    }

    private void assertNothingIsShown() {
        assertEquals(
                List.of(),
                toldByVertx()
                        .filter(ResetConnectionsTest::isShown)
                        .map(record -> record.getLoggerName() + ": " + record.getMessage())
                        .toList());
    }

    private Stream<LogRecord> toldByVertx() {
        return log.records().stream().filter(record -> record.getLoggerName().startsWith("io.vertx"));
    }

    /** Asks what writes the log. */
    private static boolean isShown(LogRecord record) {
        return Stream.of(InitialConfigurator.DELAYED_HANDLER.getHandlers())
                .filter(ConsoleHandler.class::isInstance)
                .anyMatch(handler -> handler.isLoggable(record));
    }

    private ValidatableResponse call(String scheme) {
        declare(scheme);
        return as("alice").body("{}").post("/api/mcp/resetting/tools/echo/call").then();
    }

    private void declare(String scheme) {
        String type = scheme.equals("ws") ? "websocket" : scheme;
        String protocol = scheme.equals("ws") ? "ws" : "http";
        String config = "{'type':'" + type + "','url':'" + protocol + "://127.0.0.1:" + port + "/mcp'}";
        registry().manage("alice", "resetting", config);
    }
}
