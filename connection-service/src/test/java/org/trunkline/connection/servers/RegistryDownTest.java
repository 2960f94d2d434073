package org.trunkline.connection.servers;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class RegistryDownTest {

    private static final int ATTEMPTS = 3;

    @Inject
    CircuitBreakerMaintenance breakers;

    @BeforeEach
    @AfterEach
    void forgetWhatWas() {
        registry().reset();
        breakers.resetAll();
    }

    @Test
    void triesAgainBeforeItGivesUp() {
        registry().goDown(Integer.MAX_VALUE);

        tools().statusCode(503).header("Retry-After", equalTo("5")).body("neighbour", equalTo("registry-service"));

        assertEquals(ATTEMPTS, registry().questions());
    }

    @Test
    void aShortOutageIsUnseen() {
        registry().goDown(1);

        tools().statusCode(200);
    }

    @Test
    void stopsAskingANeighbourThatStaysDown() {
        // given
        registry().goDown(Integer.MAX_VALUE);
        for (int calls = 0; calls < 10; calls++) {
            tools().statusCode(503);
        }
        int asked = registry().questions();

        // when
        for (int calls = 0; calls < 3; calls++) {
            tools().statusCode(503).body("neighbour", equalTo("registry-service"));
        }

        // then
        assertTrue(registry().questions() - asked < 3 * ATTEMPTS, "at most a probe each");
    }

    @Test
    void anAbsentServerIsNoOutage() {
        for (int calls = 0; calls < 15; calls++) {
            as("alice").get("/api/mcp/connection/status/absent").then().statusCode(404);
        }

        as("alice").get("/api/mcp/connection/status/absent").then().statusCode(404);
    }

    private static ValidatableResponse tools() {
        return as("alice").get("/api/mcp/tools").then();
    }
}
