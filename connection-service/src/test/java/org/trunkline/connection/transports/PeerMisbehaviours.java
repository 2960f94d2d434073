package org.trunkline.connection.transports;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.trunkline.connection.transports.ScriptedPeer.Client;

import static org.trunkline.connection.transports.Misbehaviour.Outcome.FAILED;
import static org.trunkline.connection.transports.Misbehaviour.Outcome.KEPT;
import static org.trunkline.connection.transports.Misbehaviour.Outcome.RENEWED;
import static org.trunkline.connection.transports.ScriptedServer.HELLO;
import static org.trunkline.connection.transports.ScriptedServer.READ_ONLY;
import static org.trunkline.connection.transports.ScriptedServer.answer;

/** The rows that every stream of messages has in its table: SSE, WebSocket and stdio. */
final class PeerMisbehaviours {

    static final String UNREACHABLE = "upstream-unreachable";
    private static final int MEGABYTE = 1024 * 1024;
    private static final String NOTICE = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\","
            + "\"params\":{\"level\":\"info\",\"data\":\"x\"}}";

    private PeerMisbehaviours() {}

    /**
     * @param brokeOff what a caller reads when the stream breaks off
     * @param ended what a caller reads when the server ends it in order
     * @param tooLarge what a caller reads when a message is too large
     */
    static <S extends ScriptedPeer> Stream<Misbehaviour<S>> rows(String brokeOff, String ended, String tooLarge) {
        return Stream.of(
                        PeerMisbehaviours.<S>silence(),
                        PeerMisbehaviours.<S>messages(),
                        PeerMisbehaviours.<S>ends(brokeOff, ended, tooLarge))
                .flatMap(rows -> rows);
    }

    private static <S extends ScriptedPeer> Stream<Misbehaviour<S>> silence() {
        return Stream.of(
                PeerMisbehaviours.<S>call("no answer", (client, message) -> {})
                        .with(",'timeout':300")
                        .fails(504, "upstream-timeout", "within 300 ms", KEPT),
                PeerMisbehaviours.<S>call("a flood without an answer", (client, message) -> flood(client))
                        .with(",'timeout':2000")
                        .fails(504, "upstream-timeout", "within 2000 ms", KEPT),
                PeerMisbehaviours.<S>call("a flood before the answer", (client, message) -> {
                            flood(client);
                            client.send(answer(message, HELLO));
                        })
                        .succeeds(KEPT),
                Misbehaviour.<S>of("a handshake that never ends", server -> server.on("initialize", (client, m) -> {}))
                        .with(",'initTimeout':300")
                        .fails(504, "upstream-timeout", "within 300 ms", FAILED));
    }

    private static <S extends ScriptedPeer> Stream<Misbehaviour<S>> messages() {
        return Stream.of(
                PeerMisbehaviours.<S>call("no JSON, and no message, before the answer", (client, message) -> {
                            client.send("<html>");
                            client.send("{\"a\":1}");
                            client.send(answer(message, HELLO));
                        })
                        .succeeds(KEPT),
                PeerMisbehaviours.<S>call(
                                "JSON that is cut in place of the answer",
                                (client, message) ->
                                        client.send(answer(message, HELLO).substring(0, 30)))
                        .with(",'timeout':300")
                        .fails(504, "upstream-timeout", "within 300 ms", KEPT),
                PeerMisbehaviours.<S>call(
                                "the answer to another request",
                                (client, message) -> client.send(answer(new JsonObject().put("id", -999), HELLO)))
                        .with(",'timeout':300")
                        .fails(504, "upstream-timeout", "within 300 ms", KEPT),
                PeerMisbehaviours.<S>call(
                                "an answer with neither result nor error",
                                (client, message) ->
                                        client.send("{\"jsonrpc\":\"2.0\",\"id\":" + message.getValue("id") + "}"))
                        .fails(502, UNREACHABLE, "result", KEPT),
                PeerMisbehaviours.<S>call("two answers to one request", (client, message) -> {
                            client.send(answer(message, HELLO));
                            client.send(answer(message, "{\"content\":[]}"));
                        })
                        .succeeds(KEPT),
                PeerMisbehaviours.<S>call(
                                "an error",
                                (client, message) -> client.send("{\"jsonrpc\":\"2.0\",\"id\":" + message.getValue("id")
                                        + ",\"error\":{\"code\":-32050,\"message\":\"not today\"}}"))
                        .fails(502, "upstream-error", "error -32050: not today", KEPT));
    }

    private static <S extends ScriptedPeer> Stream<Misbehaviour<S>> ends(
            String brokeOff, String ended, String tooLarge) {
        return Stream.of(
                PeerMisbehaviours.<S>call("a stream that breaks before the answer", (client, message) -> client.cut())
                        .fails(502, UNREACHABLE, brokeOff, RENEWED),
                PeerMisbehaviours.<S>call(
                                "a stream that breaks in the middle of the answer",
                                (client, message) -> client.sendPart(Buffer.buffer("{\"jsonrpc\":"))
                                        .onComplete(sent -> client.cut()))
                        .fails(502, UNREACHABLE, brokeOff, RENEWED),
                PeerMisbehaviours.<S>call("a stream that ends before the answer", (client, message) -> client.end())
                        .fails(502, UNREACHABLE, ended, RENEWED),
                Misbehaviour.<S>of("a stream that breaks, to a tool that says that this does no harm", server -> {
                            server.on("tools/list", (client, message) -> client.send(answer(message, READ_ONLY)));
                            server.on("tools/call", once((client, message) -> client.cut()));
                        })
                        .succeeds(RENEWED),
                PeerMisbehaviours.<S>call(
                                "100 MB", (client, message) -> send(client, Buffer.buffer("x".repeat(MEGABYTE)), 100))
                        .fails(502, UNREACHABLE, tooLarge, RENEWED),
                Misbehaviour.<S>of("death and return", server -> {
                            server.die();
                            MisbehaviourTest.awaitState("disconnected");
                            server.comeBack();
                        })
                        .succeeds(RENEWED));
    }

    static <S extends ScriptedPeer> Misbehaviour<S> call(String event, BiConsumer<Client, JsonObject> script) {
        return Misbehaviour.of(event, server -> server.on("tools/call", script));
    }

    private static BiConsumer<Client, JsonObject> once(BiConsumer<Client, JsonObject> script) {
        AtomicBoolean done = new AtomicBoolean();
        return (client, message) -> {
            if (done.compareAndSet(false, true)) {
                script.accept(client, message);
            } else {
                client.send(answer(message, HELLO));
            }
        };
    }

    private static void flood(Client client) {
        for (int i = 0; i < 20_000; i++) {
            client.send(NOTICE);
        }
    }

    /** As fast as the other side reads, until it does not any more. */
    private static void send(Client client, Buffer part, int times) {
        if (times > 0) {
            client.sendPart(part).onSuccess(sent -> send(client, part, times - 1));
        }
    }
}
