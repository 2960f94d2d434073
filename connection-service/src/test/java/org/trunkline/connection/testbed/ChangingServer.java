package org.trunkline.connection.testbed;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.trunkline.local.loopback.LoopbackServer;

/**
 * An MCP server over streamable HTTP that changes what it says of its tools whenever a test wants it to, and can refuse
 * or delay its clients.
 */
public final class ChangingServer implements AutoCloseable {

    private final LoopbackServer http = LoopbackServer.start(0, (vertx, port) -> request -> handle(vertx, request));
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger breaking = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final Set<HttpServerResponse> listeners = ConcurrentHashMap.newKeySet();
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    private volatile Function<String, String> lists = cursor -> "{\"tools\": []}";
    private volatile String instructions = "Be kind";
    private volatile boolean announcing;
    private volatile int listStatus;
    private volatile boolean picky;
    private volatile Map<String, String> refusal;
    private volatile int status;
    private volatile int callStatus;
    private volatile Map<String, String> callHeaders = Map.of();
    private volatile String holding = "";
    private volatile MultiMap greeted;
    private volatile MultiMap lastHeaders;
    private volatile int forgotten;
    private final List<String> wire = new CopyOnWriteArrayList<>();

    /** The MCP endpoint. */
    public String url() {
        return "http://" + LoopbackServer.HOST + ":" + http.port() + "/mcp";
    }

    /** From now on it lists these tools; single quotes stand for double ones. */
    public void tools(String json) {
        String list = new JsonObject()
                .put("tools", new JsonArray(json.replace('\'', '"')))
                .encode();
        lists = cursor -> list;
    }

    /** From now on it answers so to a cursor, which is null on the first page. */
    public void pages(Function<String, String> result) {
        lists = result;
    }

    /** From now on lists are answered with an HTTP status; 0: as they should be. */
    public void failLists(int status) {
        listStatus = status;
    }

    /** From now on calls of tools that it does not list are answered with a JSON-RPC error. */
    public void knowOnlyListed() {
        picky = true;
    }

    /** What it tells models, in sessions that are initialized from now on. */
    public void instructions(String text) {
        instructions = text;
    }

    /** Sessions that are initialized from now on are told that its tools may change. */
    public void announceChanges() {
        announcing = true;
    }

    /** Says to who listens that a kind of things has changed, and so that many times. */
    public void announce(String kind, int times) {
        String event = "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/" + kind + "/list_changed\"}\n\n";
        listeners.forEach(listener -> listener.write(event.repeat(times)));
    }

    /** How many listen for changes. */
    public int listeners() {
        return listeners.size();
    }

    /** From now on it refuses every request. */
    public void refuse(int status, Map<String, String> headers) {
        refusal = headers;
        this.status = status;
    }

    /** From now on calls of tools are answered with an HTTP status; 0: as they should be. */
    public void failCalls(int status, Map<String, String> headers) {
        callHeaders = headers;
        callStatus = status;
    }

    /** The connections of so many calls of tools break before they are answered. */
    public void breakCalls(int number) {
        breaking.set(number);
    }

    /** {@link #failCalls(int, Map)} without headers. */
    public void failCalls(int status) {
        failCalls(status, Map.of());
    }

    /** From now on requests of that method are not answered until {@link #release}. */
    public void hold(String method) {
        holding = method;
    }

    /** Answers what is held, and what comes. */
    public void release() {
        holding = "";
        held.forEach(Runnable::run);
        held.clear();
    }

    /** How many requests wait for {@link #release}. */
    public int waiting() {
        return held.size();
    }

    /** From now on it refuses nothing. */
    public void relent() {
        refusal = null;
    }

    /** How many requests came, also those that it refused. */
    public int requests() {
        return requests.get();
    }

    /** The headers that a tool was last called with. */
    public MultiMap lastHeaders() {
        return lastHeaders;
    }

    /** What came since {@link #forgetWire}: the methods of messages, DELETE and GET. */
    public List<String> wire() {
        return wire;
    }

    /** What came so far is not told any more. */
    public void forgetWire() {
        wire.clear();
    }

    /** Knows no session any more that was opened so far. */
    public void forgetSessions() {
        forgotten = opened.get();
    }

    /** How many sessions were initialized. */
    public int opened() {
        return opened.get();
    }

    /** How many sessions the client ended with DELETE. */
    public int closed() {
        return closed.get();
    }

    /** How often its tools were listed. */
    public int lists() {
        return asked("tools/list");
    }

    /** How often a tool was called. */
    public int calls() {
        return asked("tools/call");
    }

    /** How often a method was asked for. */
    public int asked(String method) {
        return asked.getOrDefault(method, new AtomicInteger()).get();
    }

    /** The headers that {@code initialize} last came with. */
    public MultiMap greeted() {
        return greeted;
    }

    @Override
    public void close() {
        http.close();
    }

    private void handle(Vertx vertx, HttpServerRequest request) {
        requests.incrementAndGet();
        request.body().onSuccess(body -> {
            if (refusal != null) {
                refusal.forEach(request.response()::putHeader);
                request.response().setStatusCode(status).end();
            } else if (request.method().name().equals("DELETE")) {
                wire.add("DELETE");
                closed.incrementAndGet();
                request.response().end();
            } else if (request.method().name().equals("GET")) {
                wire.add("GET");
                listen(request.response());
            } else {
                receive(vertx, request, body.toJsonObject());
            }
        });
    }

    private void receive(Vertx vertx, HttpServerRequest request, JsonObject message) {
        String method = message.getString("method");
        wire.add(method);
        if (isForgotten(request.getHeader("Mcp-Session-Id"))) {
            request.response().setStatusCode(404).end();
            return;
        }
        Runnable answer = () -> vertx.runOnContext(now -> answer(request, message, method));
        if (method.equals(holding)) {
            held.add(answer);
        } else {
            answer.run();
        }
    }

    private boolean isForgotten(String session) {
        return session != null && Integer.parseInt(session.substring("session-".length())) <= forgotten;
    }

    private void listen(HttpServerResponse response) {
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .closeHandler(gone -> listeners.remove(response));
        response.write(": listening\n\n").onSuccess(sent -> listeners.add(response));
    }

    private void answer(HttpServerRequest request, JsonObject message, String method) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        asked.computeIfAbsent(method, first -> new AtomicInteger()).incrementAndGet();
        switch (method) {
            case "initialize" -> {
                greeted = MultiMap.caseInsensitiveMultiMap().addAll(request.headers());
                response.putHeader("Mcp-Session-Id", "session-" + opened.incrementAndGet());
                result(response, message, """
                        {"protocolVersion": "2025-11-25", "capabilities": {"tools": {"listChanged": %b}},
                         "serverInfo": {"name": "changing", "version": "1"}, "instructions": "%s"}""".formatted(announcing, instructions));
            }
            case "tools/list" -> {
                if (listStatus > 0) {
                    response.setStatusCode(listStatus).end();
                    return;
                }
                result(response, message, lists.apply(cursor(message)));
            }
            case "tools/call" -> {
                lastHeaders = MultiMap.caseInsensitiveMultiMap().addAll(request.headers());
                if (breaking.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    request.connection().close();
                    return;
                }
                if (callStatus > 0) {
                    callHeaders.forEach(response::putHeader);
                    response.setStatusCode(callStatus).end();
                    return;
                }
                if (picky && !lists.apply(null).contains("\"name\":\"" + tool(message) + "\"")) {
                    error(response, message, "Unknown tool: " + tool(message));
                    return;
                }
                result(response, message, "{\"content\": [{\"type\": \"text\", \"text\": \"done\"}]}");
            }
            default -> response.setStatusCode(202).end();
        }
    }

    private static String cursor(JsonObject message) {
        return message.getJsonObject("params", new JsonObject()).getString("cursor");
    }

    private static String tool(JsonObject message) {
        return message.getJsonObject("params").getString("name");
    }

    private static void error(HttpServerResponse response, JsonObject message, String text) {
        JsonObject error = new JsonObject().put("code", -32602).put("message", text);
        response.putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("jsonrpc", "2.0")
                        .put("id", message.getValue("id"))
                        .put("error", error)
                        .encode());
    }

    private static void result(HttpServerResponse response, JsonObject message, String result) {
        response.putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("jsonrpc", "2.0")
                        .put("id", message.getValue("id"))
                        .put("result", new JsonObject(result))
                        .encode());
    }
}
