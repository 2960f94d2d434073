package org.trunkline.connection.transports;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

import static org.trunkline.connection.transports.Misbehaviour.Outcome.FAILED;
import static org.trunkline.connection.transports.Misbehaviour.Outcome.KEPT;
import static org.trunkline.connection.transports.Misbehaviour.Outcome.LOST;
import static org.trunkline.connection.transports.Misbehaviour.Outcome.RENEWED;
import static org.trunkline.connection.transports.ScriptedServer.HELLO;
import static org.trunkline.connection.transports.ScriptedServer.READ_ONLY;
import static org.trunkline.connection.transports.ScriptedServer.answer;
import static org.trunkline.connection.transports.ScriptedServer.eventStream;

/** The table for streamable HTTP: what the server does, what the caller gets, what becomes of the session. */
final class Misbehaviours {

    private static final String UNREACHABLE = "upstream-unreachable";
    private static final int MEGABYTE = 1024 * 1024;
    private static final String NOTICE = "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\","
            + "\"params\":{\"level\":\"info\",\"data\":\"x\"}}\n\n";

    private Misbehaviours() {}

    static Stream<Misbehaviour<ScriptedServer>> table() {
        return Stream.of(statuses(), silence(), cuts(), sizes(), messages(), lives())
                .flatMap(rows -> rows);
    }

    static void hello(HttpServerRequest request, JsonObject call) {
        json(request, answer(call, HELLO));
    }

    private static Stream<Misbehaviour<ScriptedServer>> statuses() {
        return Stream.of(
                call("404 for a session that it does not know any more", once(http(404, "")))
                        .succeeds(RENEWED),
                call("400 that says that there is no such session", once(http(400, "unknown session")))
                        .succeeds(RENEWED),
                call("404 always", http(404, "")).fails(502, UNREACHABLE, "HTTP 404", LOST),
                call("400", http(400, "bad luck")).fails(502, UNREACHABLE, "HTTP 400: bad luck", KEPT),
                call("401", http(401, "")).fails(502, "upstream-unauthorized", "refused the credential", KEPT),
                call("403", http(403, "")).fails(502, "upstream-unauthorized", "refused the credential", KEPT),
                call("429 with Retry-After", http(429, "7"))
                        .fails(502, UNREACHABLE, "HTTP 429", KEPT)
                        .retryAfter("7"),
                call("500", http(500, "out of order")).fails(502, UNREACHABLE, "HTTP 500: out of order", KEPT),
                call("503 with Retry-After", http(503, "3"))
                        .fails(502, UNREACHABLE, "HTTP 503", KEPT)
                        .retryAfter("3"),
                call("a redirect to where nobody is", redirect(307, "http://127.0.0.1:1/mcp"))
                        .fails(502, UNREACHABLE, "the connection was refused", KEPT),
                call("a redirect to itself", redirect(308, "/mcp")).fails(502, UNREACHABLE, "redirect", KEPT),
                call("a redirect to a page", redirect(302, "/login")).fails(502, UNREACHABLE, "HTTP 302", KEPT));
    }

    private static Stream<Misbehaviour<ScriptedServer>> silence() {
        return Stream.of(
                call("no answer", (request, message) -> {})
                        .with(",'timeout':300")
                        .fails(504, "upstream-timeout", "within 300 ms", KEPT),
                call(
                                "an event stream without an answer",
                                (request, message) -> eventStream(request).write(NOTICE))
                        .with(",'timeout':300")
                        .fails(504, "upstream-timeout", "within 300 ms", KEPT),
                call("a flood without an answer", (request, message) -> flood(eventStream(request), NOTICE))
                        .with(",'timeout':500")
                        .fails(504, "upstream-timeout", "within 500 ms", KEPT),
                call(
                                "a flood before the answer",
                                (request, message) ->
                                        eventStream(request).end(NOTICE.repeat(20_000) + event(answer(message, HELLO))))
                        .succeeds(KEPT),
                server("a handshake that never ends", server -> {
                            server.forgetSessions();
                            server.on("initialize", (request, message) -> {});
                        })
                        .with(",'initTimeout':300")
                        .fails(504, "upstream-timeout", "within 300 ms", FAILED));
    }

    private static Stream<Misbehaviour<ScriptedServer>> cuts() {
        return Stream.of(
                call("a connection that breaks", (request, message) -> cut(request))
                        .fails(502, UNREACHABLE, "connection broke", KEPT),
                call(
                                "JSON that is cut",
                                (request, message) -> request.response()
                                        .putHeader("Content-Type", "application/json")
                                        .putHeader("Content-Length", "1000")
                                        .write("{\"jsonrpc\":")
                                        .onComplete(written -> cut(request)))
                        .fails(502, UNREACHABLE, "broke off", KEPT),
                call(
                                "an event stream that is cut before the answer",
                                (request, message) ->
                                        eventStream(request).write(NOTICE).onComplete(written -> cut(request)))
                        .fails(502, UNREACHABLE, "broke off", KEPT),
                call(
                                "an event stream that ends before the answer",
                                (request, message) -> eventStream(request).end(NOTICE))
                        .fails(502, UNREACHABLE, "ended too early", KEPT),
                server("a connection that breaks, to a tool that says that this does no harm", server -> {
                            server.on("tools/list", (request, message) -> json(request, answer(message, READ_ONLY)));
                            server.on("tools/call", once((request, message) -> cut(request)));
                        })
                        .succeeds(KEPT),
                server("a stream of announcements that is cut", server -> {
                            server.toolsCapability(new JsonObject().put("listChanged", true));
                            server.onGet(request ->
                                    eventStream(request).write(NOTICE).onComplete(written -> cut(request)));
                        })
                        .succeeds(KEPT));
    }

    private static Stream<Misbehaviour<ScriptedServer>> sizes() {
        return Stream.of(
                call("100 MB of JSON", (request, message) -> {
                            HttpServerResponse response =
                                    request.response().setChunked(true).putHeader("Content-Type", "application/json");
                            write(response, " ".repeat(MEGABYTE), 100);
                        })
                        .fails(502, UNREACHABLE, "exceeds", KEPT),
                call(
                                "100 MB of events",
                                (request, message) ->
                                        write(eventStream(request), "data: " + "x".repeat(MEGABYTE) + "\n", 100))
                        .fails(502, UNREACHABLE, "exceeds", KEPT),
                call(
                                "an event of one huge line",
                                (request, message) -> eventStream(request).end("data: " + "x".repeat(6 * MEGABYTE)))
                        .fails(502, UNREACHABLE, "exceeds", KEPT));
    }

    private static Stream<Misbehaviour<ScriptedServer>> messages() {
        return Stream.of(
                call("no JSON", (request, message) -> json(request, "<html>"))
                        .fails(502, UNREACHABLE, "not JSON", KEPT),
                call("JSON that is no message", (request, message) -> json(request, "{\"a\":1}"))
                        .fails(502, UNREACHABLE, "no JSON-RPC", KEPT),
                call("nothing", (request, message) -> json(request, ""))
                        .fails(502, UNREACHABLE, "ended too early", KEPT),
                call(
                                "the answer to another request",
                                (request, message) -> json(request, answer(new JsonObject().put("id", -999), HELLO)))
                        .fails(502, UNREACHABLE, "ended too early", KEPT),
                call(
                                "an answer with neither result nor error",
                                (request, message) ->
                                        json(request, "{\"jsonrpc\":\"2.0\",\"id\":" + message.getValue("id") + "}"))
                        .fails(502, UNREACHABLE, "result", KEPT),
                call(
                                "two answers to one request",
                                (request, message) -> eventStream(request)
                                        .end(event(answer(message, HELLO))
                                                + event(answer(message, "{\"content\":[]}"))))
                        .succeeds(KEPT),
                call(
                                "an answer that has the request's number as a string",
                                (request, message) -> json(request, answer(quoted(message), HELLO)))
                        .succeeds(KEPT),
                call(
                                "an error",
                                (request, message) -> json(
                                        request,
                                        "{\"jsonrpc\":\"2.0\",\"id\":" + message.getValue("id")
                                                + ",\"error\":{\"code\":-32050,\"message\":\"not today\"}}"))
                        .fails(502, "upstream-error", "error -32050: not today", KEPT));
    }

    private static Stream<Misbehaviour<ScriptedServer>> lives() {
        return Stream.of(
                server("death", ScriptedServer::die).fails(502, UNREACHABLE, "the connection was refused", KEPT),
                server("death and return", server -> {
                            server.die();
                            server.comeBack();
                        })
                        .succeeds(RENEWED));
    }

    /** Of a server that does something to a call. */
    private static Misbehaviour<ScriptedServer> call(String event, BiConsumer<HttpServerRequest, JsonObject> script) {
        return server(event, server -> server.on("tools/call", script));
    }

    private static Misbehaviour<ScriptedServer> server(String event, Consumer<ScriptedServer> does) {
        return Misbehaviour.of(event, does);
    }

    /** Does it to the first call and answers those after it. */
    private static BiConsumer<HttpServerRequest, JsonObject> once(BiConsumer<HttpServerRequest, JsonObject> script) {
        AtomicBoolean done = new AtomicBoolean();
        return (request, message) -> {
            if (done.compareAndSet(false, true)) {
                script.accept(request, message);
            } else {
                hello(request, message);
            }
        };
    }

    /** @param text the body, or the number of seconds for {@code Retry-After} */
    private static BiConsumer<HttpServerRequest, JsonObject> http(int status, String text) {
        return (request, message) -> {
            if (text.matches("[0-9]+")) {
                request.response().putHeader("Retry-After", text);
            }
            request.response().setStatusCode(status).end(text);
        };
    }

    private static BiConsumer<HttpServerRequest, JsonObject> redirect(int status, String location) {
        return (request, message) -> request.response()
                .setStatusCode(status)
                .putHeader("Location", location)
                .end();
    }

    private static void json(HttpServerRequest request, String body) {
        ScriptedServer.json(request.response(), body);
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }

    private static JsonObject quoted(JsonObject message) {
        return new JsonObject().put("id", message.getValue("id").toString());
    }

    private static void cut(HttpServerRequest request) {
        request.connection().close();
    }

    /** Writes as fast as the other side reads, until it does not any more. */
    private static void flood(HttpServerResponse response, String text) {
        write(response, text, Integer.MAX_VALUE);
    }

    private static void write(HttpServerResponse response, String text, int times) {
        Buffer piece = Buffer.buffer(text);
        int left = times;
        while (left > 0 && !response.closed() && !response.writeQueueFull()) {
            response.write(piece);
            left--;
        }
        int rest = left;
        if (rest == 0) {
            response.end();
        } else if (!response.closed()) {
            response.drainHandler(drained -> write(response, text, rest));
        }
    }
}
