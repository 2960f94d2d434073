package org.trunkline.connection.sessions;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.AtStart;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;

/** What is opened when the service has started, before anybody calls. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
@QuarkusTestResource(value = AtStart.class, restrictToAnnotatedClass = true)
class SharedSessionsTest {

    @Test
    void sessionsThatAllUsersShareAreOpenAtOnceAndOthersAreNot() {
        await().atMost(20, SECONDS).until(() -> state("there").equals("connected"));

        assertEquals("disconnected", state("waits"));
        assertEquals("disconnected", state("own"));
        assertEquals(1, AtStart.server().opened());
    }

    @Test
    void oneThatIsDownIsTriedUntilItIsThere() {
        await().atMost(20, SECONDS)
                .until(() -> state("late").equals("error") && state("down").equals("error"));

        AtStart.late().relent();

        await().atMost(60, SECONDS).until(() -> state("late").equals("connected"));
    }

    private static String state(String server) {
        return as("alice")
                .get("/api/mcp/connection/status/" + server)
                .then()
                .extract()
                .path("connectionStatus");
    }
}
