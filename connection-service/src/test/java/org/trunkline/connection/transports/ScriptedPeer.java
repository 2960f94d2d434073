package org.trunkline.connection.transports;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** A server that talks over a stream of messages in each direction, as a test scripts it. */
abstract class ScriptedPeer implements OddServer {

    private final Map<String, BiConsumer<Client, JsonObject>> scripts = new ConcurrentHashMap<>();
    private final List<JsonObject> received = new CopyOnWriteArrayList<>();

    /** The other side of one stream. */
    interface Client {

        /** Sends a message as the transport does it. */
        void send(String message);

        /** Sends a part of a message that has no end. */
        Future<Void> sendPart(Buffer part);

        /** Ends the stream in order. */
        void end();

        /** Ends it without a word. */
        void cut();
    }

    @Override
    public void recover() {
        scripts.clear();
        on("initialize", (client, message) -> client.send(ScriptedServer.answer(message, ScriptedServer.GREETING)));
        on("tools/list", (client, message) -> client.send(ScriptedServer.answer(message, ScriptedServer.ECHO)));
        on("tools/call", (client, message) -> client.send(ScriptedServer.answer(message, ScriptedServer.HELLO)));
    }

    /** From now on messages of a method are answered so. */
    void on(String method, BiConsumer<Client, JsonObject> script) {
        scripts.put(method, script);
    }

    @Override
    public int opened() {
        return (int) received.stream()
                .filter(message -> "initialize".equals(message.getString("method")))
                .count();
    }

    /** Ends as a crash does, and serves no more. */
    abstract void die();

    /** Serves again where it did before it died. */
    abstract void comeBack();

    final void receive(Client from, JsonObject message) {
        received.add(message);
        scripts.getOrDefault(message.getString("method", ""), (client, other) -> {})
                .accept(from, message);
    }
}
