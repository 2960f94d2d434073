package org.trunkline.oauth;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.RestAssured;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.trunkline.oauth.testbed.OauthTestBed;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
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
}
