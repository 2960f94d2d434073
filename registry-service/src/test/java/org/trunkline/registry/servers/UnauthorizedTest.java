package org.trunkline.registry.servers;

import java.time.Instant;
import java.util.Date;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class UnauthorizedTest {

    @Test
    void refusesACallerWithoutAToken() {
        assertUnauthorized(given().get(Servers.PATH));
    }

    @Test
    void refusesATokenThatIsNone() {
        assertUnauthorized(Servers.as("nonsense").get(Servers.PATH));
    }

    @Test
    void refusesATokenThatEnded() {
        String ended = Tokens.of("alice", claims -> claims.expirationTime(Date.from(Instant.EPOCH)));

        assertUnauthorized(Servers.as(ended).get(Servers.PATH));
    }

    @Test
    void refusesATokenForSomebodyElse() {
        String other = Tokens.of("alice", claims -> claims.audience("elsewhere"));

        assertUnauthorized(Servers.as(other).delete(Servers.PATH + "/x"));
    }

    private static void assertUnauthorized(Response answer) {
        answer.then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", startsWith("Bearer"))
                .body("message", equalTo("Unauthorized"));
    }
}
