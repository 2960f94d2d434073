package org.trunkline.oauth.testbed;

import java.util.Map;
import java.util.Optional;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import org.trunkline.local.database.EmbeddedDatabase;
import org.trunkline.local.identity.DemoIdentity;

/** What oauth-service needs around it in a test: an identity provider and a database. */
public final class OauthTestBed implements QuarkusTestResourceLifecycleManager {

    private static DemoIdentity identity;
    private static EmbeddedDatabase database;

    /** The identity provider that the service trusts. */
    public static DemoIdentity identity() {
        return identity;
    }

    /** The database, of which {@code TRUNKLINE_TEST_MONGODB_URI} names another. */
    public static String databaseUri() {
        return Optional.ofNullable(System.getenv("TRUNKLINE_TEST_MONGODB_URI"))
                .orElseGet(() -> database.connectionString());
    }

    /** A request of one of the demo users. */
    public static RequestSpecification as(String user) {
        return RestAssured.given().auth().oauth2(identity.token(user));
    }

    @Override
    public Map<String, String> start() {
        identity = DemoIdentity.start();
        database = EmbeddedDatabase.inMemory();
        return Map.of(
                "trunkline.identity.issuer",
                identity.issuer(),
                "trunkline.database.uri",
                databaseUri(),
                "quarkus.oidc-client.credentials.secret",
                identity.clientSecret("oauth-service"));
    }

    @Override
    public void stop() {
        database.close();
        identity.close();
    }
}
