package org.trunkline.connection.members;

import java.util.List;
import java.util.UUID;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.Traced;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** A trace goes on at the replica that a request is handed to. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
@QuarkusTestResource(value = Traced.class, restrictToAnnotatedClass = true)
class ForwardedTracesTest {

    private static final String CONSUMERS_SPAN = "00f067aa0ba902b7";

    @Test
    void theOwnerIsToldItsPlaceInTheTrace() {
        // given
        String trace = UUID.randomUUID().toString().replace("-", "");
        registry().reset();
        registry().manage("alice", "handed", "{'type':'streamable-http','url':'http://127.0.0.1:1/mcp'}");
        try (OtherReplica other = new OtherReplica(
                request -> request.response().setStatusCode(202).end())) {
            other.owning("alice", "handed");

            // when
            as("alice")
                    .header("traceparent", "00-" + trace + "-" + CONSUMERS_SPAN + "-01")
                    .body("{}")
                    .post("/api/mcp/handed/tools/echo/call")
                    .then()
                    .statusCode(202);

            // then
            List<String> told = other.received().getFirst().getAll("traceparent");
            assertEquals(1, told.size(), told::toString);
            assertTrue(told.getFirst().startsWith("00-" + trace), told::toString);
            assertFalse(told.getFirst().contains(CONSUMERS_SPAN), told::toString);
        }
    }
}
