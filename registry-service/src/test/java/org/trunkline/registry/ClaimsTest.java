package org.trunkline.registry;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.nimbusds.jwt.JWTClaimsSet;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.restassured.RestAssured.given;

/** An identity provider whose tokens look otherwise: Keycloak's roles in an object, the user in a claim of its own. */
@QuarkusTest
@TestProfile(ClaimsTest.OtherClaims.class)
@WithTestResource(RegistryTestBed.class)
class ClaimsTest {

    private static final String ADMINISTRATORS = "/api/admin/declared-servers";

    @ParameterizedTest
    @ValueSource(strings = {"offline_access,platform-admin", "platform-admin"})
    void findsTheAdministratorsRoleInAnObject(String roles) {
        String token = token(claims ->
                claims.claim("uid", "u-1").claim("realm_access", Map.of("roles", List.of(roles.split(",")))));

        given().auth().oauth2(token).get(ADMINISTRATORS).then().statusCode(200);
    }

    @Test
    void takesNobodyForAnAdministratorForAnotherClaim() {
        String token = token(claims -> claims.claim("uid", "u-1").claim("role", "platform-admin"));

        given().auth().oauth2(token).get(ADMINISTRATORS).then().statusCode(403);
    }

    @Test
    void refusesATokenThatNamesNoUser() {
        given().auth().oauth2(token(claims -> {})).get(ADMINISTRATORS).then().statusCode(401);
    }

    private static String token(Consumer<JWTClaimsSet.Builder> change) {
        return Tokens.of("alice", change);
    }

    /** Where this provider's tokens have what. */
    public static class OtherClaims implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "trunkline.identity.claims.user-id", "uid",
                    "trunkline.identity.claims.role", "realm_access/roles",
                    "trunkline.identity.admin-role", "platform-admin");
        }
    }
}
