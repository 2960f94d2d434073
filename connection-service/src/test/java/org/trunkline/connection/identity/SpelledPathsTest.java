package org.trunkline.connection.identity;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static org.hamcrest.Matchers.oneOf;
import static org.trunkline.connection.testbed.ConnectionTestBed.identity;

/** That no spelling of a path lets a user's token in where only a neighbour's may come. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class SpelledPathsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal/v1/servers/absent/sessions",
                "/internal;a=b/v1/servers/absent/sessions",
                "/internal;/v1/servers/absent/sessions",
                "//internal/v1/servers/absent/sessions",
                "/./internal/v1/servers/absent/sessions",
                "/api/../internal/v1/servers/absent/sessions",
                "/api/%2e%2e/internal/v1/servers/absent/sessions",
                "/api/..;/internal/v1/servers/absent/sessions",
                "/%69nternal/v1/servers/absent/sessions",
                "/internal%2Fv1/servers/absent/sessions",
                "/INTERNAL/v1/servers/absent/sessions"
            })
    void aUsersTokenOpensNoNeighboursPath(String path) {
        RestAssured.given()
                .urlEncodingEnabled(false)
                .auth()
                .oauth2(identity().token("alice"))
                .delete(path)
                .then()
                .statusCode(oneOf(400, 401, 404));
    }
}
