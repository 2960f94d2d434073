package org.trunkline.connection.transports;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.trunkline.local.loopback.LoopbackServer;

import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** A streamable HTTP server that initializes as it should and does with everything else what a test says. */
final class ScriptedServer implements OddServer {

    static final String ECHO = "{\"tools\":[{\"name\":\"echo\",\"inputSchema\":{\"type\":\"object\"}}]}";
    static final String READ_ONLY = ECHO.replace("}}]}", "},\"annotations\":{\"readOnlyHint\":true}}]}");
    static final String GREETING = "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
            + "\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}";
    static final String HELLO = "{\"content\":[{\"type\":\"text\",\"text\":\"hello\"}]}";

    private final Set<String> sessions = ConcurrentHashMap.newKeySet();
    private final Set<String> forgotten = ConcurrentHashMap.newKeySet();
    private final List<String> targets = new CopyOnWriteArrayList<>();
    private final Map<String, BiConsumer<HttpServerRequest, JsonObject>> scripts = new ConcurrentHashMap<>();
    private final List<JsonObject> received = new CopyOnWriteArrayList<>();
    private volatile Consumer<HttpServerRequest> get =
            request -> request.response().setStatusCode(405).end();
    private volatile Consumer<JsonObject> response = message -> {};
    private volatile JsonObject tools = new JsonObject();
    private Vertx vertx;
    private LoopbackServer http = LoopbackServer.start(0, (vertx, port) -> handler(vertx));
    private final int port = http.port();
    private boolean alive = true;

    String url() {
        return "http://127.0.0.1:" + port + "/mcp";
    }

    /** The handler of requests, for a server that listens elsewhere. */
    void serve(HttpServerRequest request) {
        handle(request);
    }

    /** What the request lines named, in their order. */
    List<String> targets() {
        return targets;
    }

    /** What the server says of its tools when it initializes. */
    void toolsCapability(JsonObject capability) {
        tools = capability;
    }

    /** From now on requests of a method are answered so. */
    void on(String method, BiConsumer<HttpServerRequest, JsonObject> script) {
        scripts.put(method, script);
    }

    /** From now on GET requests are answered so. */
    void onGet(Consumer<HttpServerRequest> script) {
        get = script;
    }

    /** From now on the answers to requests of the server go there. */
    void onResponse(Consumer<JsonObject> script) {
        response = script;
    }

    /** Does something a number of times, with pauses before, and then something else. */
    void every(long milliseconds, int times, Runnable script, Runnable end) {
        vertx.setTimer(milliseconds, timer -> {
            if (times == 0) {
                end.run();
            } else {
                script.run();
                every(milliseconds, times - 1, script, end);
            }
        });
    }

    /** It does not know the sessions any more that it gave. */
    void forgetSessions() {
        forgotten.addAll(sessions);
    }

    /** Ends as a crash does: with its sessions, and without a word to anybody. */
    void die() {
        forgetSessions();
        http.close();
        alive = false;
    }

    /** Serves again where it did before it died. */
    void comeBack() {
        http = LoopbackServer.start(port, (vertx, port) -> handler(vertx));
        alive = true;
    }

    @Override
    public void register(String settings) {
        registry().manage("alice", "odd", "{'type':'http','url':'" + url() + "'" + settings + "}");
    }

    @Override
    public int opened() {
        return received("initialize").size();
    }

    @Override
    public void recover() {
        scripts.clear();
        on("tools/list", (request, message) -> json(request.response(), answer(message, ECHO)));
        on("tools/call", (request, message) -> json(request.response(), answer(message, HELLO)));
        if (!alive) {
            comeBack();
        }
    }

    /** The messages that were received, of one method. */
    List<JsonObject> received(String method) {
        return received.stream()
                .filter(message -> method.equals(message.getString("method")))
                .toList();
    }

    @Override
    public void close() {
        http.close();
    }

    /** The JSON-RPC answer to a request. */
    static String answer(JsonObject request, String result) {
        return new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", request.getValue("id"))
                .put("result", new JsonObject(result))
                .encode();
    }

    static HttpServerResponse eventStream(HttpServerRequest request) {
        return request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
    }

    private Handler<HttpServerRequest> handler(Vertx vertx) {
        this.vertx = vertx;
        return this::handle;
    }

    private void handle(HttpServerRequest request) {
        targets.add(request.uri());
        request.body().onSuccess(body -> {
            if (request.method().name().equals("GET")) {
                get.accept(request);
                return;
            }
            JsonObject message = body.length() == 0 ? new JsonObject() : body.toJsonObject();
            received.add(message);
            String method = message.getString("method", "");
            if (forgotten.contains(String.valueOf(request.getHeader("Mcp-Session-Id")))) {
                request.response().setStatusCode(404).end();
                return;
            }
            BiConsumer<HttpServerRequest, JsonObject> script = scripts.get(method);
            if (script != null) {
                script.accept(request, message);
            } else if (method.equals("initialize")) {
                String opened = UUID.randomUUID().toString();
                sessions.add(opened);
                json(
                        request.response().putHeader("Mcp-Session-Id", opened),
                        answer(
                                message,
                                new JsonObject()
                                        .put("protocolVersion", "2025-11-25")
                                        .put("capabilities", new JsonObject().put("tools", tools))
                                        .put("serverInfo", new JsonObject("{\"name\":\"s\",\"version\":\"1\"}"))
                                        .encode()));
            } else if (method.equals("tools/list")) {
                json(
                        request.response(),
                        answer(
                                message,
                                new JsonObject().put("tools", new JsonArray()).encode()));
            } else {
                request.response().setStatusCode(202).end();
                if (message.containsKey("result")) {
                    response.accept(message);
                }
            }
        });
    }

    static void json(HttpServerResponse response, String body) {
        response.putHeader("Content-Type", "application/json").end(body);
    }
}
