package org.trunkline.connection.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.restassured.response.ValidatableResponse;

import static org.trunkline.connection.testbed.ConnectionTestBed.as;

/** Tool calls that wait for their answers while a test goes on. */
public final class Calls implements AutoCloseable {

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Integer>> statuses = new ArrayList<>();

    /** Calls a tool, and waits. */
    public static ValidatableResponse call(String user, String server, String query) {
        return as(user).body("{}")
                .post("/api/mcp/" + server + "/tools/echo/call" + query)
                .then();
    }

    /** Calls a tool, and does not wait. */
    public void begin(String user, String server, String query) {
        statuses.add(callers.submit(() -> call(user, server, query).extract().statusCode()));
    }

    /** The status of each answer, in the order of the calls; waits for them. */
    public List<Integer> statuses() throws Exception {
        List<Integer> all = new ArrayList<>();
        for (Future<Integer> status : statuses) {
            all.add(status.get());
        }
        return all;
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }
}
