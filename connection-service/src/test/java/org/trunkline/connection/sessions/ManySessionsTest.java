package org.trunkline.connection.sessions;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.sun.management.UnixOperatingSystemMXBean;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.Calls.call;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** Many sessions that are opened, left to be idle and closed: nothing of them is left, here or at the server. */
@Tag("chaos")
@QuarkusTest
@TestProfile(ManySessionsTest.ShortIdle.class)
@QuarkusTestResource(ConnectionTestBed.class)
class ManySessionsTest {

    private static final int SESSIONS = Integer.getInteger("trunkline.test.sessions", 200);
    private static final int WARM_UP = 100;
    private static final int CALLERS = 16;

    /** What the test itself and caches of the service may take meanwhile. */
    private static final long OTHERS = 10 * 1024 * 1024;

    /** What a session may leave: how it ended is remembered for an hour, and the latest changes are. */
    private static final long LEFT_OF_ONE = 2048;

    /** A service that keeps no session for long, and as many as there are. */
    public static final class ShortIdle implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("trunkline.sessions.idle-timeout", "2s", "trunkline.sessions.max-per-user", "10000");
        }
    }

    @Test
    void nothingIsLeftOfThem() throws Exception {
        try (ChangingServer server = new ChangingServer()) {
            registry().reset();
            registry().manage("alice", "many", "{'type':'streamable-http','url':'" + server.url() + "'}");
            openAndWait(server, "warm-up", WARM_UP);
            long heap = heap();
            long descriptors = descriptors();

            openAndWait(server, "many", SESSIONS);

            assertEquals(WARM_UP + SESSIONS, server.opened());
            as("alice").get("/api/mcp/connection/sessions").then().body("sessions", hasSize(0));
            await("descriptors to be closed")
                    .atMost(60, SECONDS)
                    .until(() -> descriptors() <= descriptors + 2 * CALLERS);
            await("the heap to be as it was")
                    .atMost(60, SECONDS)
                    .until(() -> heap() - heap < OTHERS + SESSIONS * LEFT_OF_ONE);
        }
    }

    private static void openAndWait(ChangingServer server, String label, int number) throws Exception {
        int before = server.closed();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<Integer>> statuses = IntStream.range(0, number)
                    .mapToObj(i -> callers.submit(() -> call("alice", "many", "?session=" + label + i)
                            .extract()
                            .statusCode()))
                    .toList();
            for (Future<Integer> status : statuses) {
                assertEquals(200, status.get());
            }
        }
        await("all sessions to be closed upstream").atMost(60, SECONDS).until(() -> server.closed() == before + number);
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }
}
