package org.trunkline.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import org.trunkline.local.Service;
import org.trunkline.local.loopback.LoopbackServer;

/**
 * What is measured: the echo server and the packaged connection-service, each a process of its own. Its neighbours are
 * stand-ins in this process, which a warm call does not ask; users and their tokens are real.
 */
final class Bed implements AutoCloseable {

    private static final long START_PATIENCE_MS = 60_000;

    /** More than are opened. */
    private static final String MOST_SESSIONS = "20000";

    private final Surroundings surroundings = new Surroundings(this::resolve);
    private final int echoPort = freePort();
    private final int servicePort = freePort();
    private final Child echo;
    private final Child service;

    /**
     * @param service the command that starts connection-service
     * @param logs a folder
     */
    Bed(List<String> service, Path logs) {
        echo = Child.start(
                List.of(
                        java(),
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EchoServer.class.getName(),
                        Integer.toString(echoPort)),
                Map.of(),
                logs.resolve("echo.log"));
        this.service = Child.start(service, settings(), logs.resolve("connection-service.log"));
        awaitStart(logs);
    }

    Child service() {
        return service;
    }

    Child echo() {
        return echo;
    }

    /** A call of the tool at the MCP server itself, whose result has a text of that length. */
    Load.Call direct(int length) {
        JsonObject params = new JsonObject().put("name", "echo").put("arguments", arguments(length));
        JsonObject request = new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", 1)
                .put("method", "tools/call")
                .put("params", params);
        return new Load.Call(LoopbackServer.HOST, echoPort, "/mcp", options -> {}, request.toBuffer());
    }

    /** The same call through Trunkline, by a user whose session it may open. */
    Load.Call through(String user, int length) {
        String authorization = "Bearer " + surroundings.identity().token("alice", claims -> claims.subject(user));
        Buffer body = new JsonObject().put("arguments", arguments(length)).toBuffer();
        return new Load.Call(
                LoopbackServer.HOST,
                servicePort,
                "/api/mcp/echo/tools/echo/call",
                options -> options.putHeader("Authorization", authorization),
                body);
    }

    @Override
    public void close() {
        service.close();
        echo.close();
        surroundings.close();
    }

    private static JsonObject arguments(int length) {
        return new JsonObject().put("message", "x").put("times", length);
    }

    /** A declared server with something of the user's in it: its sessions are private. */
    private void resolve(HttpServerRequest request) {
        JsonObject config = new JsonObject()
                .put("type", "streamable-http")
                .put("url", "http://" + LoopbackServer.HOST + ":" + echoPort + "/mcp")
                .put("headers", new JsonObject().put("X-User", "{{LIBRECHAT_USER_ID}}"));
        JsonObject server = new JsonObject()
                .put("name", "echo")
                .put("source", "yaml")
                .put("config", config)
                .put("permissions", 1)
                .put("revision", "1");
        request.response().putHeader("Content-Type", "application/json").end(server.toBuffer());
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(surroundings.settings(Service.CONNECTION, servicePort));
        settings.put("QUARKUS_LOG_LEVEL", "WARN");
        settings.put("TRUNKLINE_OUTBOUND_ALLOWED_ADDRESSES", LoopbackServer.HOST + ":" + echoPort);
        settings.put("TRUNKLINE_SESSIONS_MAX", MOST_SESSIONS);
        settings.put("TRUNKLINE_SESSIONS_MAX_PER_SERVER", MOST_SESSIONS);
        return settings;
    }

    private void awaitStart(Path logs) {
        long end = System.currentTimeMillis() + START_PATIENCE_MS;
        try (Load probe = new Load()) {
            while (!answers(probe)) {
                if (System.currentTimeMillis() > end || !service.isAlive() || !echo.isAlive()) {
                    throw new IllegalStateException("connection-service or the echo server did not start, see " + logs);
                }
            }
        }
    }

    private boolean answers(Load probe) {
        try {
            Thread.sleep(100);
            return probe.once(through("probe", 1)).statusCode() == 200;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
