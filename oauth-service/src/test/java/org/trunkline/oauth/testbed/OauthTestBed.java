package org.trunkline.oauth.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import org.trunkline.local.database.EmbeddedDatabase;
import org.trunkline.local.identity.DemoIdentity;
import org.trunkline.local.loopback.LoopbackServer;
import org.trunkline.local.loopback.OneMachine;
import org.trunkline.local.secret.Keyset;
import org.trunkline.neighbours.StubRegistry;

/** What oauth-service needs around it in a test: an identity provider, a database and a registry. */
public final class OauthTestBed implements QuarkusTestResourceLifecycleManager {

    /** What browsers know the service by. */
    public static final String PUBLIC_URL = "https://chat.example.com";

    private static DemoIdentity identity;
    private static EmbeddedDatabase database;
    private static StubRegistry registry;
    private static Path keysetFile;

    /** The identity provider that the service trusts. */
    public static DemoIdentity identity() {
        return identity;
    }

    /** The registry that the service asks. */
    public static StubRegistry registry() {
        return registry;
    }

    /** The database, of which {@code TRUNKLINE_TEST_MONGODB_URI} names another. */
    public static String databaseUri() {
        return Optional.ofNullable(System.getenv("TRUNKLINE_TEST_MONGODB_URI"))
                .orElseGet(() -> database.connectionString());
    }

    /** The file of the keys, which tests change. */
    public static Path keysetFile() {
        return keysetFile;
    }

    /** A request of one of the demo users. */
    public static RequestSpecification as(String user) {
        return RestAssured.given().auth().oauth2(identity.token(user));
    }

    @Override
    public Map<String, String> start() {
        identity = DemoIdentity.start();
        database = EmbeddedDatabase.inMemory();
        registry = new StubRegistry();
        keysetFile = keysetFileOf(Keyset.fresh());
        return Map.ofEntries(
                Map.entry("trunkline.identity.issuer", identity.issuer()),
                Map.entry("trunkline.safe-start.except", OneMachine.UNSAFE_SETTINGS),
                Map.entry("trunkline.database.uri", databaseUri()),
                Map.entry("trunkline.registry-service.url", registry.url()),
                Map.entry("trunkline.public-url", PUBLIC_URL),
                Map.entry("trunkline.secrets.keyset-file", keysetFile.toString()),
                Map.entry("trunkline.secrets.every", "100ms"),
                Map.entry("trunkline.outbound.allowed-domains", "http://" + LoopbackServer.HOST),
                Map.entry("trunkline.oauth.http.metadata-timeout", "2s"),
                Map.entry("quarkus.oidc-client.credentials.secret", identity.clientSecret("oauth-service")));
    }

    @Override
    public void stop() {
        registry.close();
        database.close();
        identity.close();
    }

    private static Path keysetFileOf(String keyset) {
        try {
            return Files.writeString(Files.createTempDirectory("oauth").resolve("keyset.json"), keyset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
