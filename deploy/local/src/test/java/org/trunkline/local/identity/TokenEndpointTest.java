package org.trunkline.local.identity;

import java.util.List;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

class TokenEndpointTest {

    private static final String SERVICE = "connection-service";

    private static DemoIdentity identity;

    @BeforeAll
    static void start() {
        identity = DemoIdentity.start();
    }

    @AfterAll
    static void stop() {
        identity.close();
    }

    @Test
    void aServiceAuthenticatesByBasic() throws Exception {
        Response answer = given().auth()
                .preemptive()
                .basic(SERVICE, identity.clientSecret(SERVICE))
                .formParam("grant_type", "client_credentials")
                .post(token());

        JWTClaimsSet claims = claims(answer);
        assertEquals(SERVICE, claims.getSubject());
        assertEquals(List.of("trunkline-internal"), claims.getAudience());
        answer.then()
                .header("Cache-Control", "no-store")
                .body("token_type", equalTo("Bearer"))
                .body("expires_in", equalTo(300));
    }

    @Test
    void aServiceAuthenticatesByPostAndNamesAnAudience() throws Exception {
        Response answer = given().formParam("client_id", SERVICE)
                .formParam("client_secret", identity.clientSecret(SERVICE))
                .formParam("grant_type", "client_credentials")
                .formParam("audience", "elsewhere")
                .post(token());

        assertEquals(List.of("elsewhere"), claims(answer).getAudience());
    }

    @Test
    void aWrongSecretIsRefused() {
        given().auth()
                .preemptive()
                .basic(SERVICE, identity.clientSecret("oauth-service"))
                .formParam("grant_type", "client_credentials")
                .post(token())
                .then()
                .statusCode(401)
                .body("error", equalTo("invalid_client"));
    }

    @Test
    void anUnknownClientIsRefused() {
        given().formParam("client_id", "stranger")
                .formParam("client_secret", "x")
                .formParam("grant_type", "client_credentials")
                .post(token())
                .then()
                .statusCode(401)
                .body("error", equalTo("invalid_client"));
    }

    @Test
    void anotherGrantIsRefused() {
        given().auth()
                .preemptive()
                .basic(SERVICE, identity.clientSecret(SERVICE))
                .formParam("grant_type", "refresh_token")
                .formParam("refresh_token", "x")
                .post(token())
                .then()
                .statusCode(400)
                .body("error", equalTo("unsupported_grant_type"));
    }

    @Test
    void aRequestWithoutAGrantIsRefused() {
        given().formParam("client_id", SERVICE)
                .post(token())
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_request"));
    }

    private static String token() {
        return identity.issuer() + "/token";
    }

    private static JWTClaimsSet claims(Response answer) throws Exception {
        assertEquals(200, answer.statusCode());
        return SignedJWT.parse(answer.path("access_token")).getJWTClaimsSet();
    }
}
