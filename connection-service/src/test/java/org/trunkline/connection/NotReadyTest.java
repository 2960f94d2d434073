package org.trunkline.connection;

import java.util.HashMap;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** Neither database nor identity provider: the service lives, and says what it waits for. */
@QuarkusTest
@QuarkusTestResource(value = NotReadyTest.Alone.class, restrictToAnnotatedClass = true)
class NotReadyTest {

    @Test
    void whatIsMissingIsNamed() {
        RestAssured.get("/q/health/ready")
                .then()
                .statusCode(503)
                .body(missing("identity provider"), containsString("http://127.0.0.1:1/demo"))
                .body(missing("member of the replicas"), containsString("the database"));
    }

    @Test
    void itLivesAllTheSame() {
        RestAssured.get("/q/health/live").then().statusCode(200);
        RestAssured.get("/q/health/started").then().statusCode(200).body("status", equalTo("UP"));
    }

    private static String missing(String check) {
        return "checks.find { it.name == '" + check + "' }.data.missing";
    }

    /** What the service needs, as if it were down. */
    public static final class Alone extends ConnectionTestBed {

        @Override
        public Map<String, String> start() {
            Map<String, String> settings = new HashMap<>(super.start());
            settings.put("trunkline.identity.issuer", "http://127.0.0.1:1/demo");
            settings.put("trunkline.database.uri", "mongodb://127.0.0.1:1");
            return settings;
        }
    }
}
