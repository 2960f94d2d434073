package org.trunkline.connection.transports;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.vertx.core.http.HttpServerRequest;

import static org.trunkline.connection.transports.Misbehaviour.Outcome.FAILED;
import static org.trunkline.connection.transports.Misbehaviour.Outcome.KEPT;
import static org.trunkline.connection.transports.Misbehaviour.Outcome.REFUSED;
import static org.trunkline.connection.transports.PeerMisbehaviours.UNREACHABLE;

/** The table for WebSocket: what the server does, what the caller gets, what becomes of the session. */
final class WebSocketMisbehaviours {

    private WebSocketMisbehaviours() {}

    static Stream<Misbehaviour<ScriptedWebSocket>> table() {
        return Stream.concat(
                PeerMisbehaviours.rows(
                        "the WebSocket broke off", "the server closed the WebSocket: 1008 not today", "too large"),
                opening());
    }

    private static Stream<Misbehaviour<ScriptedWebSocket>> opening() {
        return Stream.of(
                upgrade("401 for the upgrade", status(401)).fails(502, "upstream-unauthorized", "refused", REFUSED),
                upgrade("404 for the upgrade", status(404))
                        .fails(502, UNREACHABLE, "HTTP 404 instead of a WebSocket", FAILED),
                upgrade("500 for the upgrade", status(500))
                        .fails(502, UNREACHABLE, "HTTP 500 instead of a WebSocket", FAILED),
                upgrade("429 with Retry-After for the upgrade", request -> {
                            request.response().putHeader("Retry-After", "1");
                            status(429).accept(request);
                        })
                        .fails(502, UNREACHABLE, "HTTP 429", FAILED)
                        .retryAfter("1"),
                upgrade("a page", request -> request.response().end("<html>"))
                        .fails(502, UNREACHABLE, "HTTP 200 instead of a WebSocket", FAILED),
                upgrade("a WebSocket without the subprotocol", accept(null))
                        .fails(502, UNREACHABLE, "subprotocol mcp", FAILED),
                upgrade("a WebSocket with another subprotocol", accept("graphql-ws"))
                        .fails(502, UNREACHABLE, "subprotocol mcp", FAILED),
                upgrade(
                                "a redirect",
                                request -> request.response()
                                        .setStatusCode(307)
                                        .putHeader("Location", "/")
                                        .end())
                        .fails(502, UNREACHABLE, "HTTP 307 instead of a WebSocket", FAILED),
                upgrade(
                                "a connection that breaks at once",
                                request -> request.connection().close())
                        .fails(502, UNREACHABLE, "the connection broke", FAILED),
                upgrade("an upgrade that never ends", request -> {})
                        .with(",'initTimeout':300")
                        .fails(504, "upstream-timeout", "within 300 ms", FAILED),
                Misbehaviour.<ScriptedWebSocket>of(
                                "a WebSocket that is closed at once", server -> server.onOpen(socket -> socket.close()))
                        .fails(502, UNREACHABLE, "the server closed the WebSocket", FAILED),
                PeerMisbehaviours.<ScriptedWebSocket>call("an answer in binary", (client, message) -> {
                            ScriptedWebSocket.Stream stream = (ScriptedWebSocket.Stream) client;
                            stream.socket().writeBinaryMessage(message.toBuffer());
                        })
                        .with(",'timeout':300")
                        .fails(504, "upstream-timeout", "within 300 ms", KEPT));
    }

    private static Misbehaviour<ScriptedWebSocket> upgrade(String event, Consumer<HttpServerRequest> script) {
        return Misbehaviour.of(event, server -> server.onUpgrade(script));
    }

    /** Answers the handshake by hand (RFC 6455, section 4.2.2). */
    private static Consumer<HttpServerRequest> accept(String subprotocol) {
        return request -> {
            request.response()
                    .setStatusCode(101)
                    .putHeader("Upgrade", "websocket")
                    .putHeader("Connection", "Upgrade")
                    .putHeader("Sec-WebSocket-Accept", accepted(request.getHeader("Sec-WebSocket-Key")));
            if (subprotocol != null) {
                request.response().putHeader("Sec-WebSocket-Protocol", subprotocol);
            }
            request.response().end();
        };
    }

    private static String accepted(String key) {
        try {
            byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Consumer<HttpServerRequest> status(int status) {
        return request -> request.response().setStatusCode(status).end();
    }
}
