package org.trunkline.local.launcher;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.nimbusds.jwt.SignedJWT;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Runs the real launcher as a process, with small programs in place of the services. */
@Timeout(120)
class LauncherTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    private Repository repository;
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        repository = Repository.in(folder.resolve("repository"));
        port = freePorts();
    }

    @Test
    void startsEverythingAndStopsItOnCtrlC() throws Exception {
        try (RunningLauncher launcher = ready()) {
            given().get(url("/api/mcp/tools")).then().statusCode(200);
            given().get(url("/demo/token/alice")).then().statusCode(200);
            given().body("{}")
                    .post("http://localhost:" + (port + 6) + "/mcp")
                    .then()
                    .statusCode(401);
            long child = child();

            launcher.interrupt();

            assertEquals(130, launcher.exitCode());
            assertFalse(ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false));
            assertFalse(launcher.output().contains("ended with exit code"), launcher::output);
        }
    }

    @Test
    void aSecondRunHasTheDataAndTheKeysOfTheFirst() throws Exception {
        String token;
        String keyset;
        try (RunningLauncher first = ready()) {
            token = given().get(url("/demo/token/alice")).asString();
            keyset = keyset();
            first.terminate();
            assertEquals(143, first.exitCode());
        }
        try (RunningLauncher second = ready()) {
            assertEquals(keyset, keyset());
            given().get(url("/demo/jwks")).then().statusCode(200).body("keys[0].kid", equalTo(keyOf(token)));
            second.terminate();
            second.exitCode();
        }
        try (RunningLauncher fresh = ready("--fresh")) {
            assertNotEquals(keyset, keyset());
            fresh.terminate();
            fresh.exitCode();
        }
    }

    @Test
    void givesTheServicesTheirSettingsAndNoSecretOnACommandLine() throws Exception {
        try (RunningLauncher launcher = ready("--allow", "localhost:9")) {
            Properties settings = settings();

            assertEquals("127.0.0.1", settings.getProperty("QUARKUS_HTTP_HOST"));
            assertEquals(Integer.toString(port + 3), settings.getProperty("QUARKUS_HTTP_PORT"));
            assertEquals(url("/demo"), settings.getProperty("TRUNKLINE_IDENTITY_ISSUER"));
            assertEquals(url(""), settings.getProperty("TRUNKLINE_PUBLIC_URL"));
            assertTrue(settings.getProperty("TRUNKLINE_DATABASE_URI").contains(":" + (port + 4)));
            assertTrue(Files.exists(Path.of(settings.getProperty("TRUNKLINE_DECLARED_FILE"))));
            assertEquals(
                    "127.0.0.1:" + (port + 5) + ",127.0.0.1:" + (port + 6) + ",localhost:9",
                    settings.getProperty("TRUNKLINE_OUTBOUND_ALLOWED_ADDRESSES"));
            String arguments = settings.getProperty("arguments");
            assertTrue(arguments.contains("-Dquarkus.rest-client.registry-service.url=http://127.0.0.1:" + (port + 1)));
            assertFalse(arguments.contains(settings.getProperty("QUARKUS_OIDC_CLIENT_CREDENTIALS_SECRET")));
            assertFalse(arguments.contains("primaryKeyId"));
            assertEquals("rw-------", permissions("secrets-keyset.json"));
            assertEquals("rw-------", permissions("identity-key.json"));
            assertTrue(launcher.output().contains("curl -s localhost:" + port + "/demo/token/alice"));
        }
    }

    @Test
    void aTakenPortIsOneLine() throws Exception {
        try (ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress("127.0.0.1", port + 2));
            try (RunningLauncher launcher = start(Map.of())) {
                assertEquals(1, launcher.exitCode());
                assertEquals(1, launcher.output().lines().count(), launcher::output);
                assertTrue(launcher.output().contains("port " + (port + 2) + " is taken"), launcher::output);
                assertTrue(launcher.output().contains("--port"), launcher::output);
            }
        }
    }

    @Test
    void aServiceThatCannotStartIsNamed() throws Exception {
        try (RunningLauncher launcher = start(Map.of("STAND_IN_FAILS", Integer.toString(port + 2)))) {
            assertEquals(1, launcher.exitCode());
            assertEndsWith(
                    launcher,
                    "oauth-service ended with exit code 7; its log is "
                            + repository.data().resolve("logs/oauth-service.log"));
            assertTrue(launcher.output().contains("cannot go on"), launcher::output);
            assertFalse(launcher.output().contains("some.Frame"), launcher::output);
        }
    }

    @Test
    void aServiceThatDiesLaterIsNamedAndTheOthersStop() throws Exception {
        try (RunningLauncher launcher = ready()) {
            long neighbour = Long.parseLong(settings("/api/mcp/servers").getProperty("pid"));

            given().get(url("/api/mcp/die"));

            assertEquals(1, launcher.exitCode());
            assertTrue(launcher.output().contains("connection-service ended with exit code 7"), launcher::output);
            assertFalse(ProcessHandle.of(neighbour).map(ProcessHandle::isAlive).orElse(false));
        }
    }

    @Test
    void aServiceThatIsNotBuiltIsNamed() throws Exception {
        Files.delete(repository.root().resolve("oauth-service/target/quarkus-app/quarkus-run.jar"));
        try (RunningLauncher launcher = start(Map.of())) {
            assertEquals(1, launcher.exitCode());
            assertTrue(launcher.output().contains("oauth-service is not built"), launcher::output);
        }
    }

    @Test
    void aDataFolderInUseIsOneLine() throws Exception {
        try (RunningLauncher first = ready()) {
            int otherPort = freePorts();
            try (RunningLauncher second =
                    RunningLauncher.start(repository, Map.of(), "--port", Integer.toString(otherPort), "--fresh")) {
                assertEquals(1, second.exitCode());
                assertEquals(1, second.output().lines().count(), second::output);
                assertTrue(second.output().contains("in use by another run"), second::output);
            }
            assertTrue(first.ready());
            given().get(url("/api/mcp/tools")).then().statusCode(200);
        }
    }

    @Test
    void replicasShareTheWorkAndTheAddressOfTheirService() throws Exception {
        try (RunningLauncher launcher = ready("--replicas", "oauth=3")) {
            assertEquals(Set.of(port + 7, port + 8, port + 9), portsThatAnswer(url("/api/mcp/oauth/state")));
            assertEquals(Set.of(port + 7, port + 8, port + 9), portsThatAnswer(neighbour(port + 2)));
            assertEquals(Set.of(port + 3), portsThatAnswer(url("/api/mcp/tools")));
            assertTrue(settings()
                    .getProperty("arguments")
                    .contains("-Dquarkus.rest-client.oauth-service.url=http://127.0.0.1:" + (port + 2)));
            given().get(url("/internal/v1/credentials")).then().statusCode(404);
            assertTrue(launcher.output().contains("oauth-service-3"), launcher::output);
        }
    }

    @Test
    void aReplicaThatIsKilledIsLeftOutAndStartedAgain() throws Exception {
        try (RunningLauncher launcher = ready("--replicas", "oauth=2,connection=1")) {
            ProcessHandle victim = ProcessHandle.of(pid(0)).orElseThrow();

            victim.destroyForcibly();
            victim.onExit().join();

            await().atMost(PATIENCE).until(() -> {
                portsThatAnswer(neighbour(port + 2));
                return pid(0) != victim.pid();
            });
            await().atMost(PATIENCE)
                    .until(() -> portsThatAnswer(neighbour(port + 2)).size() == 2);
            assertTrue(launcher.output().contains("oauth-service-1 ended with exit code 137"), launcher::output);
            launcher.interrupt();
            assertEquals(130, launcher.exitCode());
            assertTrue(Files.notExists(replicas()));
        }
    }

    @Test
    void aMongoDbOfTheUsersOwnTakesThePlaceOfTheEmbeddedDatabase() throws Exception {
        String own = "mongodb://user:secret@127.0.0.1:1";
        try (RunningLauncher launcher = start(Map.of("TRUNKLINE_DATABASE_URI", own))) {
            await().atMost(PATIENCE).until(launcher::ready);

            assertEquals(own, settings().getProperty("TRUNKLINE_DATABASE_URI"));
            assertTrue(Files.notExists(repository.data().resolve("database.mv")));
            assertFalse(launcher.output().contains("secret@"), launcher::output);
        }
    }

    private Set<Integer> portsThatAnswer(String url) throws IOException {
        Set<Integer> ports = new TreeSet<>();
        for (int request = 0; request < 6; request++) {
            ports.add(Integer.valueOf(settingsAt(url).getProperty("QUARKUS_HTTP_PORT")));
        }
        return ports;
    }

    private long pid(int index) {
        return JsonPath.from(replicas().toFile())
                .getLong("findAll { it.service == 'oauth-service' }[" + index + "].pid");
    }

    private Path replicas() {
        return repository.data().resolve("replicas.json");
    }

    private static String neighbour(int port) {
        return "http://127.0.0.1:" + port + "/internal/v1/credentials";
    }

    private RunningLauncher start(Map<String, String> environment, String... more) throws IOException {
        String[] arguments = Arrays.copyOf(more, more.length + 2);
        arguments[more.length] = "--port";
        arguments[more.length + 1] = Integer.toString(port);
        return RunningLauncher.start(repository, environment, arguments);
    }

    private RunningLauncher ready(String... more) throws IOException {
        RunningLauncher launcher = start(Map.of(), more);
        await().atMost(PATIENCE).until(launcher::ready);
        return launcher;
    }

    private Properties settings() throws IOException {
        return settings("/api/mcp/tools");
    }

    private Properties settings(String path) throws IOException {
        return settingsAt(url(path));
    }

    private static Properties settingsAt(String url) throws IOException {
        Properties settings = new Properties();
        given().get(url)
                .asString()
                .lines()
                .filter(line -> line.contains("="))
                .forEach(line -> settings.setProperty(line.split("=", 2)[0], line.split("=", 2)[1]));
        return settings;
    }

    private String keyset() throws IOException {
        return Files.readString(Path.of(settings().getProperty("TRUNKLINE_SECRETS_KEYSET_FILE")));
    }

    private long child() throws IOException {
        return Long.parseLong(settings().getProperty("pid"));
    }

    private String permissions(String file) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(repository.data().resolve(file)));
    }

    private static String keyOf(String token) throws Exception {
        return SignedJWT.parse(token).getHeader().getKeyID();
    }

    private static void assertEndsWith(RunningLauncher launcher, String line) {
        assertTrue(
                Pattern.compile(Pattern.quote(line) + "\\s*$")
                        .matcher(launcher.output())
                        .find(),
                launcher::output);
    }

    private String url(String path) {
        return "http://localhost:" + port + path;
    }

    /** The first of ten free ports below those that systems give to clients. */
    private static int freePorts() {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(15_000, 32_000))
                .filter(LauncherTest::free)
                .findFirst()
                .orElseThrow();
    }

    private static boolean free(int first) {
        try {
            new Ports(first, Replicas.parse("oauth=3")).check();
            return true;
        } catch (LaunchFailure e) {
            return false;
        }
    }
}
