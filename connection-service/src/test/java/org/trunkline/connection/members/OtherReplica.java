package org.trunkline.connection.members;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import org.bson.Document;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.local.loopback.LoopbackServer;

/**
 * A live member, as the service under test sees one in the database, that answers as a test says. Unless it is made
 * with room, it has none for sessions that nobody owns.
 */
final class OtherReplica implements AutoCloseable {

    private final String epoch = UUID.randomUUID().toString();
    private final MongoClient client = MongoClients.create(ConnectionTestBed.databaseUri());
    private final MongoDatabase database = client.getDatabase("trunkline-connection");
    private final List<MultiMap> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final LoopbackServer http;

    OtherReplica(Consumer<HttpServerRequest> script) {
        this(script, 0);
    }

    /** @param room how many sessions it can own */
    OtherReplica(Consumer<HttpServerRequest> script, int room) {
        http = LoopbackServer.start(0, (vertx, port) -> request -> {
            if (request.path().startsWith("/api/")) {
                received.add(request.headers());
                script.accept(request);
            } else {
                asked.incrementAndGet();
                request.response().end("[]");
            }
        });
        database.getCollection("members")
                .insertOne(new Document("_id", epoch)
                        .append("address", "http://127.0.0.1:" + http.port())
                        .append("beat", 0L)
                        .append("draining", false)
                        .append("sessions", 0)
                        .append("maxSessions", room));
    }

    String epoch() {
        return epoch;
    }

    /** Owns a user's session with a server. */
    OtherReplica owning(String user, String server) {
        return set(user, server, epoch);
    }

    /** Has given a user's session up. */
    void giveUp(String user, String server) {
        set(user, server, null);
    }

    /** The headers of the requests that it got. */
    List<MultiMap> received() {
        return received;
    }

    /** How often the service under test has asked something of its own; it knows this one then. */
    int asked() {
        return asked.get();
    }

    private OtherReplica set(String user, String server, String owner) {
        String key = user + ":" + server + ":default";
        database.getCollection("sessions")
                .replaceOne(
                        Filters.eq("_id", key),
                        new Document("_id", key).append("owner", owner),
                        new ReplaceOptions().upsert(true));
        return this;
    }

    @Override
    public void close() {
        database.getCollection("members").deleteOne(Filters.eq("_id", epoch));
        client.close();
        http.close();
    }
}
