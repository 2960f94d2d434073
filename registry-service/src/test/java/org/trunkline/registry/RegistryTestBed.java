package org.trunkline.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

import com.sun.net.httpserver.HttpServer;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.h2.mvstore.MVStore;
import org.trunkline.secret.SecretBox;

/**
 * What the service under test talks to: a database in memory (or the one that {@value #DATABASE_VARIABLE} names) and an
 * issuer of tokens; and the file of declared servers, which tests rewrite.
 */
public class RegistryTestBed implements QuarkusTestResourceLifecycleManager {

    static final String DATABASE_VARIABLE = "TRUNKLINE_TEST_MONGODB_URI";
    private static final String DECLARED = "trunkline.test.declared";
    private static final String FIRST_DECLARED = """
            version: 1.2.1
            mcpServers:
              weather:
                type: streamable-http
                url: https://weather.example/mcp
                title: Weather
                headers:
                  X-Key: operators-key
            """;

    private MongoServer database;
    private HttpServer issuer;

    @Override
    public Map<String, String> start() {
        try {
            issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            String url = "http://localhost:" + issuer.getAddress().getPort();
            Tokens.issueFrom(url);
            answer("/jwks", Tokens.jwks());
            answer("/.well-known/openid-configuration", discovery(url));
            issuer.start();
            Path declared = Files.createTempDirectory("registry").resolve("librechat.yaml");
            Files.writeString(declared, FIRST_DECLARED);
            System.setProperty(DECLARED, declared.toString());
            return Map.of(
                    "trunkline.database.uri",
                    databaseUri(),
                    "trunkline.database.name",
                    "registry-" + UUID.randomUUID(),
                    "trunkline.identity.issuer",
                    url,
                    "trunkline.secrets.keyset",
                    SecretBox.newKeyset(),
                    "trunkline.declared.file",
                    declared.toString(),
                    "trunkline.declared.every",
                    "1s",
                    "quarkus.http.test-port",
                    "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (issuer != null) {
            issuer.stop(0);
        }
        if (database != null) {
            database.shutdownNow();
        }
    }

    /** The file of declared servers. */
    public static Path declaredFile() {
        return Path.of(System.getProperty(DECLARED));
    }

    private String databaseUri() {
        String given = System.getenv(DATABASE_VARIABLE);
        if (given != null && !given.isBlank()) {
            return given;
        }
        database = new MongoServer(new OneAtATime());
        return database.bindAndGetConnectionString();
    }

    private void answer(String path, String json) {
        issuer.createContext(path, exchange -> {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private static String discovery(String url) {
        return """
               {"issuer": "%1$s", "jwks_uri": "%1$s/jwks", "token_endpoint": "%1$s/token",
                "authorization_endpoint": "%1$s/authorize"}""".formatted(url);
    }

    /** Answers are copied before another message can change the documents that they refer to. */
    private static final class OneAtATime extends H2Backend {

        OneAtATime() {
            super(MVStore.open(null));
        }

        @Override
        public synchronized Document handleMessage(MongoMessage message) {
            return super.handleMessage(message).cloneDeeply();
        }
    }
}
