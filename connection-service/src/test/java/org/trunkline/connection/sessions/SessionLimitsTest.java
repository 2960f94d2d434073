package org.trunkline.connection.sessions;

import java.util.List;
import java.util.stream.IntStream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.Calls;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.HurriedProfile;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.Calls.call;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;
import static org.trunkline.connection.testbed.HurriedProfile.MOST_OF_USER;
import static org.trunkline.connection.testbed.HurriedProfile.MOST_WITH_SERVER;

@QuarkusTest
@TestProfile(HurriedProfile.class)
@QuarkusTestResource(ConnectionTestBed.class)
class SessionLimitsTest {

    private ChangingServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = new ChangingServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void theUsersSessionThatIsIdleForLongestMakesRoom() {
        registry().manage("alice", "many", config());

        IntStream.rangeClosed(1, MOST_OF_USER + 1)
                .forEach(i -> call("alice", "many", "?session=s" + i).statusCode(200));

        assertEquals(MOST_OF_USER + 1, server.opened());
        await().atMost(10, SECONDS).until(() -> server.closed() >= 1);
        as("alice")
                .get("/api/mcp/connection/status/many?session=s1")
                .then()
                .body("connectionStatus", equalTo("disconnected"))
                .body("reason", equalTo("evicted"));
    }

    @Test
    void aUserWhoseSessionsAreAllInUseHasToWait() throws Exception {
        registry().manage("alice", "full", config());
        server.hold("tools/call");
        try (Calls calls = new Calls()) {
            IntStream.rangeClosed(1, MOST_OF_USER).forEach(i -> calls.begin("alice", "full", "?session=s" + i));
            await().atMost(10, SECONDS).until(() -> server.waiting() == MOST_OF_USER);

            call("alice", "full", "?session=other")
                    .statusCode(429)
                    .header("Retry-After", "5")
                    .body("type", equalTo("urn:trunkline:problem:too-many-sessions"))
                    .body("limit", equalTo(MOST_OF_USER))
                    .body("message", containsString("all in use"));

            server.release();
            assertEquals(List.of(200, 200, 200, 200), calls.statuses());
            call("alice", "full", "?session=other").statusCode(200);
        }
    }

    @Test
    void aServerWhoseSessionsAreAllInUseTakesNoMore() throws Exception {
        registry().declare("crowded", config());
        server.hold("tools/call");
        try (Calls calls = new Calls()) {
            IntStream.rangeClosed(1, MOST_WITH_SERVER).forEach(i -> calls.begin(user(i), "crowded", "?session=s" + i));
            await().atMost(10, SECONDS).until(() -> server.waiting() == MOST_WITH_SERVER);

            call("carol", "crowded", "?session=other")
                    .statusCode(503)
                    .header("Retry-After", "5")
                    .body("type", equalTo("urn:trunkline:problem:sessions-exhausted"))
                    .body("server", equalTo("crowded"));

            server.release();
            calls.statuses();
            call("carol", "crowded", "?session=other").statusCode(200);
        }
    }

    private static String user(int number) {
        return number % 2 == 0 ? "alice" : "bob";
    }

    private String config() {
        return "{'type':'streamable-http','url':'" + server.url() + "'}";
    }
}
