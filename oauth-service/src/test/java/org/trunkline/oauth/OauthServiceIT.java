package org.trunkline.oauth;

import java.util.Map;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.RestAssured;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.trunkline.oauth.testbed.OauthTestBed;
import org.trunkline.oauth.testbed.TestProvider;
import org.trunkline.telemetry.Scrape;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.oauth.testbed.OauthTestBed.as;

/** The packaged service, on the JVM or native. */
@QuarkusIntegrationTest
@QuarkusTestResource(OauthTestBed.class)
class OauthServiceIT {

    @Test
    void isReadyAndDescribesItself() {
        RestAssured.get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        RestAssured.get("/q/openapi").then().statusCode(200).body(containsString("/api/mcp/oauth/status/{flowId}"));
    }

    @Test
    void tellsMetrics() {
        as("alice").get("/api/mcp/oauth/state").then().statusCode(200);

        assertTrue(Scrape.of(RestAssured.given()
                                .accept(Scrape.FORMAT)
                                .get("/q/metrics")
                                .asString())
                        .sum("http_server_request_duration_seconds", Map.of("http_response_status_code", "200"))
                > 0);
    }

    @Test
    void readsAndEndsAStoredFlow() {
        try (MongoClient database = MongoClients.create(OauthTestBed.databaseUri())) {
            database.getDatabase("trunkline-oauth")
                    .getCollection("flows")
                    .insertOne(new Document("_id", "alice:stored")
                            .append("userId", "alice")
                            .append("server", "stored")
                            .append("status", "PENDING"));
        }

        as("alice").post("/api/mcp/oauth/cancel/stored").then().statusCode(200);

        as("alice")
                .get("/api/mcp/oauth/status/alice:stored")
                .then()
                .statusCode(200)
                .body("status", equalTo("FAILED"))
                .body("error", equalTo("User cancelled OAuth flow"));
    }

    @Test
    void answersWithProblems() {
        as("alice")
                .get("/api/mcp/oauth/status/alice:none")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:trunkline:problem:not-found"))
                .body("error", equalTo("Flow not found"));
        RestAssured.get("/api/mcp/oauth/status/alice:none").then().statusCode(401);
    }

    @Test
    void tellsAPersonAndAnAuthorizationServerWhatItIs() {
        RestAssured.given()
                .header("Accept-Language", "de")
                .get("/oauth/error?error=access_denied")
                .then()
                .statusCode(200)
                .body(containsString("Die Anmeldung ist nicht gelungen"));
        RestAssured.get("/oauth/client-metadata/github")
                .then()
                .statusCode(200)
                .body("client_name", equalTo("Trunkline"))
                .body("redirect_uris[0]", equalTo(OauthTestBed.PUBLIC_URL + "/api/mcp/github/oauth/callback"));
    }

    @Test
    void findsOutWhetherAServerWantsASignIn() {
        try (TestProvider provider = new TestProvider()) {
            RestAssured.given()
                    .auth()
                    .oauth2(OauthTestBed.identity().serviceToken("registry-service"))
                    .contentType("application/json")
                    .body("{\"url\":\"" + provider.url() + "/mcp\"}")
                    .post("/internal/v1/detections")
                    .then()
                    .statusCode(200)
                    .body("method", equalTo("protected-resource-metadata"));
        }
    }
}
