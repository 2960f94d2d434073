package org.trunkline.helm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** The job's script, run by this machine's shell and curl; the provider and the services are doubles. */
class RotationTest {

    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private int tokenStatus = 200;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void startsTheRotationOfEachServiceAsAnAdministrator() throws Exception {
        // when
        int exit = run();

        // then
        assertEquals(0, exit);
        assertEquals(
                List.of(
                        "POST /token none grant_type=client_credentials&client_id=rotation&client_secret=s%26cret",
                        "POST /api/admin/secrets/rotation Bearer administrators ",
                        "POST /api/admin/oauth/secrets/rotation Bearer administrators "),
                List.copyOf(requests));
    }

    @Test
    void failsWhereTheProviderGivesNoToken() throws Exception {
        // given
        tokenStatus = 401;

        // when
        int exit = run();

        // then
        assertNotEquals(0, exit);
        assertEquals(1, requests.size());
    }

    private int run() throws IOException, InterruptedException {
        String script = Chart.with("production")
                .render()
                .only("CronJob")
                .containers()
                .getFirst()
                .at("/args/0")
                .asString();
        Files.writeString(folder.resolve("client-id"), "rotation");
        Files.writeString(folder.resolve("client-secret"), "s&cret");
        String origin = "http://localhost:" + server.getAddress().getPort();
        ProcessBuilder builder = new ProcessBuilder("sh", "-ec", script)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("TMPDIR", folder.toString());
        builder.environment().put("CLIENT", folder.toString());
        builder.environment().put("TOKEN_URL", origin + "/token");
        builder.environment()
                .put(
                        "ROTATIONS",
                        origin + "/api/admin/secrets/rotation " + origin + "/api/admin/oauth/secrets/rotation");
        return builder.start().waitFor();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add("%s %s %s %s"
                .formatted(exchange.getRequestMethod(), path, authorization == null ? "none" : authorization, body));
        byte[] answer = "{\"access_token\":\"administrators\",\"expires_in\":60}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(path.equals("/token") ? tokenStatus : 202, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
