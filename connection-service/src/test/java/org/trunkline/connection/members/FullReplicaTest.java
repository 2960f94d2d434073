package org.trunkline.connection.members;

import java.util.Map;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** A replica that has as many sessions as it may have says so, and gets no more while another has room. */
@QuarkusTest
@TestProfile(FullReplicaTest.RoomForOne.class)
@QuarkusTestResource(ConnectionTestBed.class)
class FullReplicaTest {

    private final MongoClient database = MongoClients.create(ConnectionTestBed.databaseUri());
    private ChangingServer server;

    /** A service that may have one session. */
    public static final class RoomForOne implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("trunkline.sessions.max", "1");
        }
    }

    @BeforeEach
    void fill() {
        registry().reset();
        server = new ChangingServer();
        manage("first");
        call("first", null, 200);
    }

    @AfterEach
    void stop() {
        database.close();
        server.close();
    }

    @Test
    void aNewSessionGoesToTheReplicaThatHasRoom() {
        manage("moved");
        await().atMost(10, SECONDS).until(() -> self().getInteger("sessions") >= 1);
        try (OtherReplica other = new OtherReplica(request -> request.response().end("there"), 10)) {
            await().atMost(10, SECONDS).until(() -> {
                as("alice").get("/api/mcp/connection/sessions").then().statusCode(200);
                return other.asked() > 0;
            });

            as("alice")
                    .body("{}")
                    .post("/api/mcp/moved/tools/any/call")
                    .then()
                    .statusCode(200)
                    .body(equalTo("there"));

            assertEquals(
                    "FOR_CLAIM " + other.epoch(), other.received().getFirst().get("Trunkline-Forwarded"));
        }
    }

    @Test
    void whoTakesItForOneWithRoomIsToldOtherwise() {
        manage("returned");
        call("returned", "FOR_CLAIM " + self().getString("_id"), 421);
    }

    @Test
    void whereNobodyHasRoomTheIdleSessionMakesIt() {
        manage("second");
        call("second", null, 200);

        await().atMost(10, SECONDS).until(() -> server.closed() >= 1);
    }

    private void manage(String name) {
        registry().manage("alice", name, "{'type':'streamable-http','url':'" + server.url() + "'}");
    }

    private Document self() {
        return database.getDatabase("trunkline-connection")
                .getCollection("members")
                .find(Filters.eq("maxSessions", 1))
                .first();
    }

    private static void call(String name, String forwarded, int status) {
        as("alice")
                .headers(forwarded == null ? Map.of() : Map.of("Trunkline-Forwarded", forwarded))
                .body("{}")
                .post("/api/mcp/" + name + "/tools/any/call")
                .then()
                .statusCode(status);
    }
}
