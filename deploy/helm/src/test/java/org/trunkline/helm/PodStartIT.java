package org.trunkline.helm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trunkline.local.Service;
import org.trunkline.local.database.EmbeddedDatabase;
import org.trunkline.local.identity.DemoIdentity;
import org.trunkline.local.launcher.Packaging;
import org.trunkline.local.secret.Keyset;
import tools.jackson.databind.JsonNode;

import static org.awaitility.Awaitility.await;

/**
 * The packaged services start with the settings, the environment and the files that the chart gives their containers,
 * and nothing else. Only the database and the provider are this machine's, which is accepted by their names.
 */
class PodStartIT {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Packaging PACKAGING =
            Boolean.getBoolean("trunkline.test.native") ? Packaging.NATIVE : Packaging.JVM;
    private static final String MOUNTS = "/etc/trunkline";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static DemoIdentity identity;
    private static EmbeddedDatabase database;

    @TempDir
    Path work;

    @BeforeAll
    static void start() {
        identity = DemoIdentity.start();
        database = EmbeddedDatabase.inMemory();
    }

    @AfterAll
    static void stop() {
        database.close();
        identity.close();
    }

    @ParameterizedTest
    @EnumSource
    void aPodIsReadyWithWhatTheChartGivesIt(Service service) throws IOException {
        // given
        Release release = Chart.with("production").render();
        JsonNode container = release.of(service.id(), "Deployment").containers().getFirst();
        int port = freePort();
        mount(release, service);

        // when
        Process process = start(service, environment(container, service, port));

        // then
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                URI uri = URI.create("http://127.0.0.1:" + port
                        + container.at("/" + probe + "/httpGet/path").asString());
                await(service.id() + " at " + uri)
                        .atMost(PATIENCE)
                        .failFast(() -> {
                            if (!process.isAlive()) {
                                throw new AssertionError(service.id() + " ended: " + output());
                            }
                        })
                        .ignoreExceptionsInstanceOf(IOException.class)
                        .until(() -> http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                                        .statusCode()
                                == 200);
            }
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    /** The folder that Quarkus reads settings from, and the volumes. */
    private void mount(Release release, Service service) throws IOException {
        String settings = release.of(service.id(), "ConfigMap").text("/data/application.properties");
        write("config/application.properties", settings.replace(MOUNTS, work.toString()));
        write("keyset/keyset.json", Keyset.fresh());
        write(
                "declared/servers.yaml",
                release.named("ConfigMap").get("trunkline-declared").text("/data/servers.yaml"));
    }

    private void write(String file, String content) throws IOException {
        Path path = work.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    /** What comes from Secrets is given here: those of this machine, and the declared servers' variable. */
    private Map<String, String> environment(JsonNode container, Service service, int port) {
        Map<String, String> environment = new HashMap<>();
        container.path("env").forEach(entry -> {
            String value = entry.path("value").asString("");
            environment.put(entry.path("name").asString(), value.replace("$(POD_IP)", "127.0.0.1"));
        });
        environment.replace("TRUNKLINE_DATABASE_URI", database.connectionString());
        environment.replace("QUARKUS_OIDC_CLIENT_CREDENTIALS_SECRET", identity.clientSecret(service.id()));
        environment.put("ORDERS_KEY", "of the Secret declared-servers");
        environment.put("TRUNKLINE_IDENTITY_ISSUER", identity.issuer());
        environment.put("TRUNKLINE_SAFE_START_EXCEPT", "trunkline.database.uri,trunkline.identity.issuer");
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        return environment;
    }

    private Process start(Service service, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(PACKAGING.command(ROOT, service, List.of()))
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("output").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String output() {
        try {
            return Files.readString(work.resolve("output"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
