package org.trunkline.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

import io.restassured.RestAssured;

import static org.awaitility.Awaitility.await;

/**
 * Keycloak on a loopback port, with an empty database and the realm of {@code src/test/keycloak}: it registers whoever
 * asks, lets access tokens live for seconds, and takes each refresh token once. The build brings it with
 * {@code -Pkeycloak}.
 */
final class Keycloak implements AutoCloseable {

    /** The password of the user {@code alice} there. */
    static final String PASSWORD = "alice-at-keycloak";

    private static final Path FOLDER = Repository.scratch("keycloak");
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private final int port = Processes.freePorts(1);
    private final Process process;

    private Keycloak(Path home, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        home.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--import-realm")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS"); // it chooses its garbage collector itself
        process = builder.start();
        await("Keycloak")
                .atMost(START_TIMEOUT)
                .failFast("it ended: " + output, () -> !process.isAlive())
                .until(() ->
                        Processes.listens(port) && RestAssured.get(issuer()).statusCode() == 200);
    }

    static Keycloak start() {
        try (Stream<Path> found = Files.list(FOLDER)) {
            Path home = found.filter(path -> Files.exists(path.resolve("bin/kc.sh")))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("-Pkeycloak brings Keycloak to " + FOLDER));
            empty(home.resolve("data"));
            Path realm = Repository.root().resolve("deploy/system-tests/src/test/keycloak/trunkline-realm.json");
            Files.copy(
                    realm,
                    Files.createDirectories(home.resolve("data/import")).resolve(realm.getFileName()),
                    StandardCopyOption.REPLACE_EXISTING);
            return new Keycloak(home, FOLDER.resolve("keycloak.out"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String issuer() {
        return "http://" + authority() + "/realms/trunkline";
    }

    /** Host and port. */
    String authority() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        Processes.end(process);
    }

    private static void empty(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
