package org.trunkline.system;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trunkline.local.Service;
import org.trunkline.local.secret.Keyset;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The packaged services refuse to run unsafely, and say of each setting what to do. */
class SafeStartTest {

    private static final String SECRET = "9b1d7c42e05af386";

    private static final Map<String, String> GOOD = Map.of(
            "QUARKUS_HTTP_HOST", "127.0.0.1",
            "QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false",
            "TRUNKLINE_PUBLIC_URL", "https://mcp.example.com",
            "TRUNKLINE_IDENTITY_ISSUER", "https://id.invalid/realms/trunkline",
            "TRUNKLINE_DATABASE_URI", "mongodb://trunkline:" + SECRET + "@mongodb.invalid/?authSource=admin",
            "QUARKUS_OIDC_CLIENT_CREDENTIALS_SECRET", SECRET,
            "TRUNKLINE_SECRETS_KEYSET", Keyset.fresh());

    private static final Map<String, String> UNSAFE = Map.of(
            "TRUNKLINE_PUBLIC_URL", "http://mcp.example.com",
            "TRUNKLINE_IDENTITY_ISSUER", "http://localhost:3080/demo",
            "TRUNKLINE_IDENTITY_SERVICE_AUDIENCE", "trunkline",
            "TRUNKLINE_DATABASE_URI", "mongodb://127.0.0.1:27017",
            "QUARKUS_OIDC_CLIENT_CREDENTIALS_SECRET", "changeme",
            "QUARKUS_TLS_TRUST_ALL", "true");

    private static final List<String> NAMED = List.of(
            "trunkline.public-url: it is no https URL",
            "trunkline.identity.issuer: this is a provider for development",
            "trunkline.identity.service-audience: it is the users' audience too",
            "trunkline.database.uri: this is a database for development",
            "quarkus.oidc-client.credentials.secret: it can be guessed",
            "quarkus.tls.trust-all: whoever answers is believed");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void eachUnsafeSettingIsNamed(Service service) throws Exception {
        String refusal = refusal(service, UNSAFE);

        NAMED.forEach(line -> assertTrue(refusal.contains("\n  " + line), refusal));
        assertFalse(refusal.contains("changeme"), refusal);
    }

    @Test
    void onlyWhatIsNamedIsAccepted() throws Exception {
        Map<String, String> settings = new HashMap<>(UNSAFE);
        settings.put("TRUNKLINE_SAFE_START_EXCEPT", "trunkline.public-url, trunkline.identity.issuer");

        String refusal = refusal(Service.REGISTRY, settings);

        NAMED.subList(2, NAMED.size()).forEach(line -> assertTrue(refusal.contains("\n  " + line), refusal));
        NAMED.subList(0, 2).forEach(line -> {
            assertFalse(refusal.contains("\n  " + line), refusal);
            assertTrue(refusal.contains("not safe, but accepted by trunkline.safe-start.except: " + line), refusal);
        });
    }

    @Test
    void numbersWithWhichNothingWorksAreNamed() throws Exception {
        String refusal = refusal(
                Service.CONNECTION, Map.of("TRUNKLINE_TRANSPORTS_REOPEN_RATE", "0", "TRUNKLINE_SECRETS_EVERY", "-2s"));

        assertTrue(refusal.matches("(?s).*trunkline\\.transports\\.reopen-rate .*\\(give 1 or more\\).*"), refusal);
        assertTrue(refusal.matches("(?s).*trunkline\\.secrets\\.every .*\\(give zero or a time above it,.*"), refusal);
    }

    @Test
    void aFenceThatIsNotShorterThanWhatDeathTakesIsNamed() throws Exception {
        String refusal = refusal(Service.CONNECTION, Map.of("TRUNKLINE_MEMBERS_FENCE", "3s"));

        assertTrue(refusal.contains("trunkline.members.fence (PT3S) must be shorter"), refusal);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSafeStarts(Service service) throws Exception {
        int port = Processes.freePorts(1);
        Process process = start(service, Map.of("QUARKUS_HTTP_PORT", String.valueOf(port)));
        try {
            await("the start of " + service.id() + ", see " + output())
                    .atMost(2, MINUTES)
                    .failFast(() -> !process.isAlive())
                    .ignoreExceptions()
                    .until(() -> RestAssured.get("http://127.0.0.1:" + port + "/q/health/started")
                                    .statusCode()
                            == 200);
        } finally {
            process.destroyForcibly().onExit().join();
        }
        assertFalse(Files.readString(output()).contains("not safe"));
    }

    private String refusal(Service service, Map<String, String> settings) throws Exception {
        Process process = start(service, settings);
        try {
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), () -> service.id() + " runs");
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output());
        assertEquals(1, process.exitValue(), text);
        return text;
    }

    private Process start(Service service, Map<String, String> settings) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Repository.packaging().command(Repository.root(), service, List.of()))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(output().toFile()));
        builder.environment().putAll(GOOD);
        builder.environment().putAll(settings);
        return builder.start();
    }

    private Path output() {
        return folder.resolve("output");
    }
}
