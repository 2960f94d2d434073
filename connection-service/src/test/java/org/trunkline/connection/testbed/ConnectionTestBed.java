package org.trunkline.connection.testbed;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import org.trunkline.local.database.EmbeddedDatabase;
import org.trunkline.local.identity.DemoIdentity;
import org.trunkline.local.loopback.LoopbackServer;
import org.trunkline.local.loopback.OneMachine;
import org.trunkline.local.secret.Keyset;
import org.trunkline.neighbours.StubNeighbour;
import org.trunkline.neighbours.StubRegistry;

/** What connection-service needs around it in a test: an identity provider and its neighbours. */
public class ConnectionTestBed implements QuarkusTestResourceLifecycleManager {

    /**
     * The argument that leaves the outbound guard as it is by default; else servers of the test itself are allowed.
     * Other arguments are settings.
     */
    public static final String GUARDED = "guarded";

    private static DemoIdentity identity;
    private static StubRegistry registry;
    private static StubNeighbour oauthNeighbour;
    private static StubOauth oauth;
    private static EmbeddedDatabase database;

    private Map<String, String> arguments = Map.of();

    /** The registry that the service asks. */
    public static StubRegistry registry() {
        return registry;
    }

    /** The oauth-service that it asks; has no credential until a test says so. */
    public static StubOauth oauth() {
        return oauth;
    }

    /** The identity provider that the service trusts. */
    public static DemoIdentity identity() {
        return identity;
    }

    /** The database, of which {@code TRUNKLINE_TEST_MONGODB_URI} names another. */
    public static String databaseUri() {
        return Optional.ofNullable(System.getenv("TRUNKLINE_TEST_MONGODB_URI"))
                .orElseGet(() -> database.connectionString());
    }

    /** A JSON request of one of the demo users. */
    public static RequestSpecification as(String user) {
        return RestAssured.given().auth().oauth2(identity.token(user)).contentType(ContentType.JSON);
    }

    @Override
    public void init(Map<String, String> arguments) {
        this.arguments = arguments;
    }

    @Override
    public Map<String, String> start() {
        identity = DemoIdentity.start();
        registry = new StubRegistry();
        oauthNeighbour = new StubNeighbour();
        oauth = new StubOauth(oauthNeighbour);
        database = EmbeddedDatabase.inMemory();
        Map<String, String> settings = new HashMap<>(Map.of(
                "trunkline.identity.issuer",
                identity.issuer(),
                "trunkline.registry-service.url",
                registry.url(),
                "trunkline.oauth-service.url",
                oauthNeighbour.url(),
                "trunkline.database.uri",
                databaseUri(),
                "trunkline.secrets.keyset",
                Keyset.fresh(),
                "quarkus.shutdown.delay",
                "0s",
                "trunkline.servers.cache-time",
                "0s",
                "trunkline.tools.definition-time",
                "0s",
                "trunkline.credentials.states-time",
                "0s",
                "quarkus.oidc-client.credentials.secret",
                identity.clientSecret("connection-service")));
        settings.put("trunkline.safe-start.except", OneMachine.UNSAFE_SETTINGS);
        settings.put("trunkline.members.fence", "20s"); // as slow as a busy machine can be
        settings.put("trunkline.members.death", "30s");
        settings.putAll(arguments);
        if (settings.remove(GUARDED) == null) {
            settings.put(
                    "trunkline.outbound.allowed-domains",
                    "http://" + LoopbackServer.HOST + ",https://" + LoopbackServer.HOST + ",ws://" + LoopbackServer.HOST
                            + ",wss://" + LoopbackServer.HOST);
        }
        return settings;
    }

    @Override
    public void stop() {
        registry.close();
        oauthNeighbour.close();
        database.close();
        identity.close();
    }
}
