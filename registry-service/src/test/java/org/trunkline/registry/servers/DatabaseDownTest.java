package org.trunkline.registry.servers;

import java.util.Map;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
@TestProfile(DatabaseDownTest.NoDatabase.class)
@WithTestResource(RegistryTestBed.class)
class DatabaseDownTest {

    @Test
    void saysWhichNeighbourIsMissing() {
        String alice = Tokens.of("alice");

        assertUnavailable(Servers.as(alice).get(Servers.PATH));
        assertUnavailable(Servers.create("alice", Map.of("url", "https://a.example"))
                .extract()
                .response());
    }

    @Test
    void livesAndSaysWhatItWaitsFor() {
        given().get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'MongoDB connection health check' }.status", equalTo("DOWN"))
                .body("checks.find { it.name == 'key set' }.data.missing", containsString("the database"))
                .body("checks.find { it.name == 'identity provider' }.status", equalTo("UP"));
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/started").then().statusCode(200);
    }

    @Test
    void stillKnowsDeclaredServers() {
        Servers.asNeighbour("bob").get("/internal/v1/servers/weather").then().statusCode(200);
    }

    private static void assertUnavailable(Response answer) {
        answer.then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "5")
                .body("neighbour", equalTo("database"));
    }

    /** Nothing listens on the port of the database. */
    public static class NoDatabase implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.mongodb.connection-string",
                    "mongodb://127.0.0.1:1",
                    "quarkus.mongodb.server-selection-timeout",
                    "300MS");
        }
    }
}
