package org.trunkline.connection.tools;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.HurriedProfile;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;
import static org.trunkline.connection.testbed.HurriedProfile.LIST_TIME_MS;

/** A list of which a page does not come, though each request might take longer (librechat.md, C.2). */
@QuarkusTest
@TestProfile(HurriedProfile.class)
@QuarkusTestResource(ConnectionTestBed.class)
class SlowPagesTest {

    private ChangingServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = new ChangingServer();
        registry().manage("alice", "slow", "{'type':'http','url':'" + server.url() + "'}");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void isGivenUpAfterTheTimeOfAllPages() {
        server.hold("tools/list");

        as("alice")
                .get("/api/mcp/tools")
                .then()
                .statusCode(200)
                .rootPath("servers.slow")
                .body("tools", empty())
                .body("outcome", equalTo("unreachable"))
                .body("why", containsString("within " + LIST_TIME_MS + " ms"));
    }
}
