package org.trunkline.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.trunkline.inspection.Inspection;
import org.trunkline.local.database.EmbeddedDatabase;
import org.trunkline.local.identity.DemoIdentity;
import org.trunkline.local.loopback.OneMachine;
import org.trunkline.local.secret.Keyset;
import org.trunkline.neighbours.StubNeighbour;
import org.trunkline.neighbours.StubNeighbour.Answer;
import org.trunkline.tool.ToolDefinition;

import static java.util.Map.entry;

/**
 * What registry-service needs around it in a test: an identity provider, a database (an embedded one, unless
 * {@code TRUNKLINE_TEST_MONGODB_URI} names another), its neighbours and the file of declared servers, which tests
 * rewrite.
 */
public final class RegistryTestBed implements QuarkusTestResourceLifecycleManager {

    private static final String DECLARED = """
            version: 1.2.1
            mcpServers:
              weather:
                type: streamable-http
                url: https://weather.example/mcp
                title: Weather
                headers:
                  X-Key: operators-key
            """;

    private static DemoIdentity identity;
    private static EmbeddedDatabase database;
    private static Path declaredFile;
    private static Path keysetFile;
    private static StubNeighbour oauth;
    private static StubNeighbour connection;
    private static StubNeighbour upstream;

    /** The identity provider that the service trusts. */
    static DemoIdentity identity() {
        return identity;
    }

    /** The file of declared servers. */
    public static Path declaredFile() {
        return declaredFile;
    }

    /** The file with the keys of secrets. */
    public static Path keysetFile() {
        return keysetFile;
    }

    /** The oauth-service that it asks; knows of nothing until a test says so. */
    public static StubNeighbour oauth() {
        return oauth;
    }

    /** The connection-service that it asks; it finds every server in order until a test says otherwise. */
    public static StubNeighbour connection() {
        return connection;
    }

    /** The registry named {@code official} that servers are imported from; has none until a test says so. */
    public static StubNeighbour upstream() {
        return upstream;
    }

    @Override
    public Map<String, String> start() {
        identity = DemoIdentity.start();
        database = EmbeddedDatabase.inMemory();
        declaredFile = file("librechat.yaml", DECLARED);
        keysetFile = file("keyset.json", Keyset.fresh());
        oauth = new StubNeighbour();
        connection = new StubNeighbour();
        upstream = new StubNeighbour();
        connection.byDefault("POST", "/internal/v1/inspections", request -> new Answer(200, ordinaryServer()));
        return Map.ofEntries(
                entry("trunkline.identity.issuer", identity.issuer()),
                entry("trunkline.public-url", "https://trunkline.example.org/"),
                entry("trunkline.safe-start.except", OneMachine.UNSAFE_SETTINGS),
                entry("trunkline.database.uri", databaseUri()),
                entry("trunkline.database.name", "registry-" + UUID.randomUUID()),
                entry("trunkline.oauth-service.url", oauth.url()),
                entry("trunkline.connection-service.url", connection.url()),
                entry("trunkline.catalog.registries.official", upstream.url()),
                entry("trunkline.catalog.registries.gone", "http://127.0.0.1:1"),
                entry("trunkline.catalog.registries.private", "http://127.0.0.1:2"),
                entry("trunkline.catalog.registry-max-answer", "64K"),
                entry("trunkline.outbound.allowed-addresses", upstream.url().substring(7) + ",127.0.0.1:1"),
                entry("trunkline.secrets.keyset-file", keysetFile.toString()),
                entry("trunkline.secrets.every", "100ms"),
                entry("trunkline.declared.file", declaredFile.toString()),
                entry("trunkline.declared.every", "1s"),
                entry("trunkline.audit.repair-every", "1s"),
                entry("quarkus.oidc-client.credentials.secret", identity.clientSecret("registry-service")),
                entry("quarkus.http.test-port", "0"));
    }

    @Override
    public void stop() {
        upstream.close();
        connection.close();
        oauth.close();
        database.close();
        identity.close();
    }

    private static Inspection ordinaryServer() {
        ObjectNode capabilities = JsonNodeFactory.instance.objectNode();
        capabilities.putObject("tools");
        ToolDefinition echo = new ToolDefinition("echo", null, "Says it again", null, null, null);
        return new Inspection(false, capabilities, null, List.of(echo), 5, null, null);
    }

    private static String databaseUri() {
        return Optional.ofNullable(System.getenv("TRUNKLINE_TEST_MONGODB_URI"))
                .filter(uri -> !uri.isBlank())
                .orElseGet(database::connectionString);
    }

    private static Path file(String name, String content) {
        try {
            return Files.writeString(Files.createTempDirectory("registry").resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
