package org.trunkline.connection.identity;

import java.time.Instant;
import java.util.Date;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.trunkline.connection.testbed.ConnectionTestBed.identity;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** That a valid token is not verified at each request opens nothing to any other token. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class TokenMemoryTest {

    private static final String USERS = "/api/mcp/connection/status";
    private static final String NEIGHBOURS = "/internal/v1/servers/absent/sessions";

    @BeforeEach
    void reset() {
        registry().reset();
    }

    @Test
    void aUsersTokenThatIsRememberedIsNoServicesToken() {
        String token = identity().token("alice");

        expect(USERS, token, 200);
        expect(USERS, token, 200);
        expectDelete(NEIGHBOURS, token, 401);
    }

    @Test
    void aServicesTokenThatIsRememberedIsNoUsersToken() {
        String token = identity().serviceToken("registry-service");

        expectDelete(NEIGHBOURS, token, 204);
        expectDelete(NEIGHBOURS, token, 204);
        expect(USERS, token, 401);
    }

    @Test
    void aTokenThatIsRememberedEndsWhenItEnds() {
        Date end = Date.from(Instant.now().plusSeconds(3));
        String token = identity().token("alice", claims -> claims.expirationTime(end));

        expect(USERS, token, 200);

        await().atMost(10, SECONDS).until(() -> statusOf(token) == 401);
    }

    @Test
    void aTokenOfTheSameContentWithoutItsSignatureIsRefused() {
        String token = identity().token("alice");
        expect(USERS, token, 200);

        String unsigned = token.substring(0, token.lastIndexOf('.') + 1);
        expect(USERS, unsigned, 401);
        expect(USERS, unsigned + "AAAA", 401);
    }

    @Test
    void whatWasRefusedStaysRefused() {
        String elsewhere = identity().token("alice", claims -> claims.audience("elsewhere"));
        String foreign = identity().token("alice", claims -> claims.issuer("http://localhost:1/other"));

        for (int i = 0; i < 2; i++) {
            expect(USERS, elsewhere, 401);
            expect(USERS, foreign, 401);
        }
    }

    @Test
    void twoTokensOfDifferentUsersAreTwo() {
        registry().manage("alice", "hers", "{'type':'http','url':'http://127.0.0.1:1/mcp'}");

        for (int i = 0; i < 2; i++) {
            expect(USERS + "/hers", identity().token("alice"), 200);
            expect(USERS + "/hers", identity().token("bob"), 404);
        }
    }

    private static int statusOf(String token) {
        return RestAssured.given().auth().oauth2(token).get(USERS).statusCode();
    }

    private static void expect(String path, String token, int status) {
        RestAssured.given().auth().oauth2(token).get(path).then().statusCode(status);
    }

    private static void expectDelete(String path, String token, int status) {
        RestAssured.given().auth().oauth2(token).delete(path).then().statusCode(status);
    }
}
