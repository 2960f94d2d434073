package org.trunkline.connection.transports;

import java.util.function.Consumer;
import java.util.stream.Stream;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import static org.trunkline.connection.transports.Misbehaviour.Outcome.FAILED;
import static org.trunkline.connection.transports.Misbehaviour.Outcome.KEPT;
import static org.trunkline.connection.transports.Misbehaviour.Outcome.LOST;
import static org.trunkline.connection.transports.Misbehaviour.Outcome.REFUSED;
import static org.trunkline.connection.transports.Misbehaviour.Outcome.RENEWED;
import static org.trunkline.connection.transports.PeerMisbehaviours.UNREACHABLE;

/** The table for HTTP with SSE: what the server does, what the caller gets, what becomes of the session. */
final class SseMisbehaviours {

    private static final int MEGABYTE = 1024 * 1024;

    private SseMisbehaviours() {}

    static Stream<Misbehaviour<ScriptedSse>> table() {
        return Stream.of(
                        PeerMisbehaviours.<ScriptedSse>rows(
                                "the answer broke off", "the server ended the event stream", "exceeds"),
                        opening(),
                        posts())
                .flatMap(rows -> rows);
    }

    private static Stream<Misbehaviour<ScriptedSse>> opening() {
        return Stream.of(
                get("no event stream", request -> request.response().end("<html>"))
                        .fails(502, UNREACHABLE, "no event stream", FAILED),
                get("404 for the stream", status(404)).fails(502, UNREACHABLE, "HTTP 404", FAILED),
                get("401 for the stream", status(401)).fails(502, "upstream-unauthorized", "refused", REFUSED),
                get("500 for the stream", status(500)).fails(502, UNREACHABLE, "HTTP 500", FAILED),
                get("429 with Retry-After for the stream", request -> {
                            request.response().putHeader("Retry-After", "1");
                            status(429).accept(request);
                        })
                        .fails(502, UNREACHABLE, "HTTP 429", FAILED)
                        .retryAfter("1"),
                get(
                                "a stream that names no endpoint",
                                request -> ScriptedServer.eventStream(request).write(": hello\n\n"))
                        .with(",'initTimeout':300")
                        .fails(504, "upstream-timeout", "within 300 ms", FAILED),
                get(
                                "a stream that ends before it names an endpoint",
                                request -> ScriptedServer.eventStream(request).end(": hello\n\n"))
                        .fails(502, UNREACHABLE, "ended before it named an endpoint", FAILED),
                get(
                                "an endpoint at another origin",
                                request -> ScriptedServer.eventStream(request)
                                        .write("event: endpoint\ndata: http://127.0.0.2:1/messages\n\n"))
                        .fails(502, UNREACHABLE, "not at its own origin", FAILED),
                get(
                                "a connection that breaks at once",
                                request -> request.connection().close())
                        .fails(502, UNREACHABLE, "broke", FAILED),
                get(
                                "a huge line",
                                request -> ScriptedServer.eventStream(request)
                                        .write("event: endpoint\ndata: /" + "x".repeat(6 * MEGABYTE)))
                        .fails(502, UNREACHABLE, "exceeds", FAILED),
                get("a redirect to itself", redirect("/sse")).fails(502, UNREACHABLE, "redirect", FAILED));
    }

    private static Stream<Misbehaviour<ScriptedSse>> posts() {
        return Stream.of(
                Misbehaviour.<ScriptedSse>of(
                                "404 for a session that it does not know any more",
                                server -> server.onCall(request -> {
                                    server.onCall(null);
                                    status(404).accept(request);
                                }))
                        .succeeds(RENEWED),
                post("404 for a call always", status(404)).fails(502, UNREACHABLE, "HTTP 404", LOST),
                post("401 for a call", status(401)).fails(502, "upstream-unauthorized", "refused", KEPT),
                post("400 for a call", status(400)).fails(502, UNREACHABLE, "HTTP 400", KEPT),
                post("500 for a call", status(500)).fails(502, UNREACHABLE, "HTTP 500", KEPT),
                post("503 with Retry-After for a call", request -> {
                            request.response().putHeader("Retry-After", "3");
                            status(503).accept(request);
                        })
                        .fails(502, UNREACHABLE, "HTTP 503", KEPT)
                        .retryAfter("3"),
                post(
                                "a call's connection that breaks",
                                request -> request.connection().close())
                        .fails(502, UNREACHABLE, "the connection broke", KEPT),
                post("a redirect of a call to itself", redirect("/messages")).fails(502, UNREACHABLE, "redirect", KEPT),
                post("an acceptance without an end", request -> {
                            HttpServerResponse response = request.response().setChunked(true);
                            response.setStatusCode(202).write("Accepted");
                        })
                        .with(",'timeout':300")
                        .fails(504, "upstream-timeout", "within 300 ms", KEPT));
    }

    private static Misbehaviour<ScriptedSse> get(String event, Consumer<HttpServerRequest> script) {
        return Misbehaviour.of(event, server -> server.onGet(script));
    }

    private static Misbehaviour<ScriptedSse> post(String event, Consumer<HttpServerRequest> script) {
        return Misbehaviour.of(event, server -> server.onCall(script));
    }

    private static Consumer<HttpServerRequest> status(int status) {
        return request -> request.response().setStatusCode(status).end();
    }

    private static Consumer<HttpServerRequest> redirect(String location) {
        return request -> request.response()
                .setStatusCode(307)
                .putHeader("Location", location)
                .end();
    }
}
