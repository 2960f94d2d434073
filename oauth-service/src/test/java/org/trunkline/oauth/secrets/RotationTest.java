package org.trunkline.oauth.secrets;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.trunkline.oauth.testbed.OauthTestBed;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.trunkline.oauth.testbed.OauthTestBed.as;

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
    void othersDoNot() {
        as("alice").post(PATH).then().statusCode(403);
        as("alice").get(PATH).then().statusCode(403).body("status", equalTo(403));
        as("alice").delete(PATH).then().statusCode(403);
    }
}
