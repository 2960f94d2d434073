package org.trunkline.oauth.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.trunkline.oauth.testbed.OauthTestBed;
import org.trunkline.secret.Keysets;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.trunkline.oauth.testbed.OauthTestBed.as;
import static org.trunkline.oauth.testbed.OauthTestBed.keysetFile;
import static org.trunkline.oauth.testbed.OauthTestBed.registry;

@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class RotationTest {

    private static final String PATH = "/api/admin/oauth/secrets/rotation";

    @Test
    void administratorsRotateTheKeysOfUsersSecrets() {
        as("carol").post(PATH).then().statusCode(200);

        await().until(() -> as("carol").get(PATH).path("state").equals("done"));
    }

    @Test
    void whateverIsSealedOpensWhenTheOldKeyIsGone() throws IOException {
        // given
        registry()
                .declare(
                        "vault",
                        "{'url':'https://vault.example/mcp','headers':{'X-Key':'{{KEY}}'},"
                                + "'customUserVars':{'KEY':{'title':'Key','description':'d'}}}");
        as("alice")
                .contentType(ContentType.JSON)
                .body("{\"values\":{\"KEY\":\"a user's value\"}}")
                .put("/api/mcp/vault/auth-values")
                .then()
                .statusCode(200);
        as("carol")
                .contentType(ContentType.JSON)
                .body("{\"client_id\":\"c\",\"client_secret\":\"a client's secret\",\"issuer\":\"https://as.example\"}")
                .put("/api/admin/oauth/clients/vault")
                .then()
                .statusCode(200);
        int sealed = as("carol").get(PATH).path("total");

        // when
        String both = Keysets.promoted(Keysets.withNewKey(Files.readString(keysetFile())));
        write(both);
        await().until(() -> as("carol").get(PATH).path("done").equals(0));
        as("carol").post(PATH).then().statusCode(200);
        await().atMost(30, SECONDS)
                .until(() -> as("carol").get(PATH).path("state").equals("done"));
        as("carol").get(PATH).then().body("done", equalTo(sealed)).body("total", equalTo(sealed));
        write(Keysets.withoutFirst(both));
        await().until(() -> as("carol").get(PATH).path("keys.size()").equals(1));

        // then
        given().auth()
                .oauth2(OauthTestBed.identity().serviceToken("connection-service"))
                .contentType(ContentType.JSON)
                .body(Map.of("user", "alice", "role", "USER", "groups", Set.of(), "server", "vault"))
                .post("/internal/v1/credentials")
                .then()
                .statusCode(200)
                .body("userValues.KEY", equalTo("a user's value"));
    }

    private static void write(String keyset) throws IOException {
        Path next = Files.writeString(keysetFile().resolveSibling("next.json"), keyset);
        Files.move(next, keysetFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void othersDoNot() {
        as("alice").post(PATH).then().statusCode(403);
        as("alice").get(PATH).then().statusCode(403).body("status", equalTo(403));
        as("alice").delete(PATH).then().statusCode(403);
    }
}
