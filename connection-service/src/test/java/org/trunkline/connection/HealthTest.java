package org.trunkline.connection;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class HealthTest {

    @Test
    void readinessNamesWhatIsThere() {
        health("ready", 200)
                .body("checks.name", hasItems("identity provider", "key set", "member of the replicas"))
                .body("status", equalTo("UP"));
    }

    @Test
    void anMcpServerThatIsDeadMakesNobodyUnready() {
        registry().reset();
        registry().manage("alice", "dead", "{'type':'streamable-http','url':'http://127.0.0.1:1/mcp'}");

        as("alice").body("{}").post("/api/mcp/dead/tools/any/call").then().statusCode(502);

        health("ready", 200);
        health("live", 200);
    }

    private static ValidatableResponse health(String probe, int status) {
        return RestAssured.get("/q/health/" + probe).then().statusCode(status);
    }
}
