package org.trunkline.system;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.trunkline.local.loopback.LoopbackServer;

/**
 * An MCP server over streamable HTTP with sessions that writes down who called what: the tools {@code once} and
 * {@code again} take an {@code id}, and only {@code again} says that it can be repeated. It can want tokens of an
 * authorization server, of which it takes any.
 */
final class CountingServer implements AutoCloseable {

    private final LoopbackServer server = LoopbackServer.start(0, (vertx, port) -> request -> receive(vertx, request));
    private final Map<String, String> sessions = new ConcurrentHashMap<>();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private volatile String issuer;

    /**
     * A tool call that was executed.
     *
     * @param replica of Trunkline that sent it
     * @param session the upstream session
     * @param trace that it is told to be part of, as W3C Trace Context has it; null: none
     */
    record Call(String user, String replica, String session, String tool, String id, String trace) {}

    int port() {
        return server.port();
    }

    /** Host and port. */
    String authority() {
        return LoopbackServer.HOST + ":" + port();
    }

    /** The executed calls, in the order in which they came. */
    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The upstream sessions that were opened, with their users; {@code null} where nobody used it yet. */
    Map<String, String> sessions() {
        return Map.copyOf(sessions);
    }

    /** Those that were ended by DELETE. */
    Set<String> ended() {
        return Set.copyOf(ended);
    }

    /** From now on whoever calls needs a token of that authorization server. */
    CountingServer protectedBy(String authorizationServer) {
        issuer = authorizationServer;
        return this;
    }

    private void receive(Vertx vertx, HttpServerRequest request) {
        if (request.path().startsWith("/.well-known/")) {
            tellWhoProtects(request);
            return;
        }
        if (issuer != null && request.getHeader("Authorization") == null) {
            request.response().setStatusCode(401).end();
            return;
        }
        String session = request.getHeader("Mcp-Session-Id");
        if (request.method().name().equals("DELETE")) {
            ended.add(session);
            request.response().end();
            return;
        }
        request.body().onSuccess(body -> answer(vertx, request, session, body.toJsonObject()));
    }

    private void tellWhoProtects(HttpServerRequest request) {
        if (issuer == null) {
            request.response().setStatusCode(404).end();
        } else {
            request.response()
                    .putHeader("Content-Type", "application/json")
                    .end(new JsonObject()
                            .put("resource", "http://" + authority() + "/mcp")
                            .put("authorization_servers", new JsonArray().add(issuer))
                            .toBuffer());
        }
    }

    private void answer(Vertx vertx, HttpServerRequest request, String session, JsonObject message) {
        String method = message.getString("method");
        if (method.equals("initialize")) {
            String opened = UUID.randomUUID().toString();
            sessions.put(opened, String.valueOf(request.getHeader("X-User")));
            request.response().putHeader("Mcp-Session-Id", opened);
            reply(request, message, greeting(message));
        } else if (session == null || !sessions.containsKey(session) || ended.contains(session)) {
            request.response().setStatusCode(404).end();
        } else if (method.equals("tools/list")) {
            reply(request, message, new JsonObject().put("tools", tools()));
        } else if (method.equals("tools/call")) {
            call(request, session, message.getJsonObject("params"));
            vertx.setTimer(
                    ThreadLocalRandom.current().nextInt(1, 60), passed -> reply(request, message, result("done")));
        } else {
            request.response().setStatusCode(202).end();
        }
    }

    private void call(HttpServerRequest request, String session, JsonObject params) {
        calls.add(new Call(
                request.getHeader("X-User"),
                request.getHeader("X-Replica"),
                session,
                params.getString("name"),
                params.getJsonObject("arguments").getString("id"),
                params.getJsonObject("_meta").getString("traceparent")));
    }

    private static void reply(HttpServerRequest request, JsonObject message, JsonObject result) {
        request.response()
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("jsonrpc", "2.0")
                        .put("id", message.getValue("id"))
                        .put("result", result)
                        .toBuffer());
    }

    private static JsonObject greeting(JsonObject message) {
        return new JsonObject()
                .put("protocolVersion", message.getJsonObject("params").getString("protocolVersion"))
                .put("capabilities", new JsonObject().put("tools", new JsonObject()))
                .put("serverInfo", new JsonObject().put("name", "counting").put("version", "1"));
    }

    private static JsonArray tools() {
        JsonObject schema = new JsonObject().put("type", "object");
        return new JsonArray()
                .add(new JsonObject().put("name", "once").put("inputSchema", schema))
                .add(new JsonObject()
                        .put("name", "again")
                        .put("inputSchema", schema)
                        .put("annotations", new JsonObject().put("idempotentHint", true)));
    }

    private static JsonObject result(String text) {
        return new JsonObject()
                .put(
                        "content",
                        new JsonArray().add(new JsonObject().put("type", "text").put("text", text)));
    }

    @Override
    public void close() {
        server.close();
    }
}
