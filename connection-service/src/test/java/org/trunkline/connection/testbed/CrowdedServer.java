package org.trunkline.connection.testbed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import org.trunkline.local.loopback.LoopbackServer;

/**
 * An MCP server over streamable HTTP that many want at once: takes its time for a handshake, tells how many were under
 * way and when and for whom each began ({@code X-User}), and can die, come back, and forget its sessions.
 */
public final class CrowdedServer implements AutoCloseable {

    private static final long HANDSHAKE_MS = 5;

    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Set<String> shaking = ConcurrentHashMap.newKeySet();
    private final Set<HttpServerResponse> listeners = ConcurrentHashMap.newKeySet();
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    private final List<Handshake> handshakes = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> streams = Collections.synchronizedList(new ArrayList<>());
    private final boolean announcing;
    private volatile boolean holding;
    private LoopbackServer http = LoopbackServer.start(0, (vertx, port) -> site(vertx));
    private final int port = http.port();

    /** The beginning of a handshake, by {@link System#nanoTime()}. */
    public record Handshake(String user, long at) {}

    /** @param announcing whether it tells clients that its tools may change, so that they keep a stream open */
    public CrowdedServer(boolean announcing) {
        this.announcing = announcing;
    }

    /** The MCP endpoint. */
    public String url() {
        return "http://" + LoopbackServer.HOST + ":" + port + "/mcp";
    }

    /** Ends as a crash does, without a word to anybody; its sessions outlive it. */
    public void die() {
        http.close();
        listeners.clear();
        shaking.clear();
        underWay.set(0);
    }

    /** Knows no session any more that was opened so far. */
    public void forgetSessions() {
        known.clear();
    }

    /** Serves again; what was counted so far counts no more. */
    public void comeBack() {
        handshakes.clear();
        streams.clear();
        mostUnderWay.set(0);
        closed.set(0);
        http = LoopbackServer.start(port, (vertx, port) -> site(vertx));
    }

    /** From now on no handshake is answered until {@link #release}. */
    public void hold() {
        holding = true;
    }

    /** Answers what is held, and what comes. */
    public void release() {
        holding = false;
        for (Runnable answer = held.poll(); answer != null; answer = held.poll()) {
            answer.run();
        }
    }

    /** The handshakes in the order of their beginning. */
    public List<Handshake> handshakes() {
        synchronized (handshakes) {
            return List.copyOf(handshakes);
        }
    }

    /** When each stream of announcements was asked for, by {@link System#nanoTime()}. */
    public List<Long> streams() {
        synchronized (streams) {
            return List.copyOf(streams);
        }
    }

    /** How many handshakes were under way at once at most. */
    public int mostUnderWay() {
        return mostUnderWay.get();
    }

    /** How many listen for changes. */
    public int listeners() {
        return listeners.size();
    }

    /** How many sessions the client ended. */
    public int closed() {
        return closed.get();
    }

    @Override
    public void close() {
        http.close();
    }

    private Handler<HttpServerRequest> site(Vertx vertx) {
        return request -> request.body().onSuccess(body -> {
            String session = request.getHeader("Mcp-Session-Id");
            if (session != null && !known.contains(session)) {
                request.response().setStatusCode(404).end();
                return;
            }
            switch (request.method().name()) {
                case "GET" -> listen(request.response());
                case "DELETE" -> {
                    known.remove(session);
                    closed.incrementAndGet();
                    request.response().end();
                }
                default -> receive(vertx, request, body.toJsonObject());
            }
        });
    }

    private void receive(Vertx vertx, HttpServerRequest request, JsonObject message) {
        HttpServerResponse response = request.response();
        switch (message.getString("method")) {
            case "initialize" -> {
                handshakes.add(new Handshake(request.getHeader("X-User"), System.nanoTime()));
                mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                String session = "session-" + sessions.incrementAndGet();
                known.add(session);
                shaking.add(session);
                Runnable answer = () -> vertx.setTimer(HANDSHAKE_MS, timer -> initialize(response, session, message));
                if (holding) {
                    held.add(answer);
                } else {
                    answer.run();
                }
            }
            case "notifications/initialized" -> {
                if (shaking.remove(request.getHeader("Mcp-Session-Id"))) {
                    underWay.decrementAndGet();
                }
                response.setStatusCode(202).end();
            }
            case "tools/call" -> result(response, message, "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}");
            case "tools/list" -> result(response, message, "{\"tools\":[]}");
            default -> response.setStatusCode(202).end();
        }
    }

    private void initialize(HttpServerResponse response, String session, JsonObject message) {
        if (!response.closed()) {
            result(response.putHeader("Mcp-Session-Id", session), message, """
                    {"protocolVersion": "2025-11-25", "capabilities": {"tools": {"listChanged": %b}},
                     "serverInfo": {"name": "crowded", "version": "1"}}""".formatted(announcing));
        }
    }

    private void listen(HttpServerResponse response) {
        streams.add(System.nanoTime());
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .closeHandler(gone -> listeners.remove(response));
        response.write(": listening\n\n").onSuccess(sent -> listeners.add(response));
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
