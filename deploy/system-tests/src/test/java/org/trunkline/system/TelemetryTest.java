package org.trunkline.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.trunkline.telemetry.Collector;
import org.trunkline.telemetry.Collector.Span;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** One call as operators see it: a trace over the services to the server, and lines of logs that name it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TelemetryTest {

    private static final String CONSUMERS_SPAN = "00f067aa0ba902b7";

    private final Path folder = Repository.scratch("telemetry");
    private final String trace = UUID.randomUUID().toString().replace("-", "");
    private final CountingServer server = new CountingServer();
    private final Collector collector = new Collector();
    private LocalRun trunkline;

    @BeforeAll
    void callOnce() throws IOException {
        Files.createDirectories(folder);
        Path declared = Files.writeString(folder.resolve("declared.yaml"), """
                mcpServers:
                  counting:
                    type: streamable-http
                    url: http://127.0.0.1:%d/mcp
                    headers:
                      X-User: "{{NICKNAME}}"
                    customUserVars:
                      NICKNAME:
                        title: Nickname
                        description: What the server may call you
                """.formatted(server.port()));
        trunkline = new LocalRun(folder, "--declared", declared.toString())
                .allowing("127.0.0.1:" + server.port())
                .with("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true");
        collector
                .settings()
                .forEach((name, value) ->
                        trunkline.with(name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "_"), value));
        trunkline.startFresh();
        trunkline
                .as("alice")
                .body("{\"values\":{\"NICKNAME\":\"hidden-name\"}}")
                .put("/api/mcp/counting/auth-values")
                .then()
                .statusCode(200);
        trunkline
                .as("alice")
                .header("traceparent", "00-" + trace + "-" + CONSUMERS_SPAN + "-01")
                .body("{\"arguments\":{\"id\":\"1\"}}")
                .post("/api/mcp/counting/tools/once/call")
                .then()
                .statusCode(200);
    }

    @AfterAll
    void stop() {
        if (trunkline != null) {
            trunkline.close();
        }
        collector.close();
        server.close();
    }

    @Test
    void aCallIsOneTraceOverTheServices() {
        // when
        await().atMost(30, SECONDS)
                .untilAsserted(() -> assertEquals(
                        Set.of("connection-service", "registry-service", "oauth-service"),
                        collector.spans(trace).stream().map(Span::service).collect(Collectors.toSet())));

        // then
        List<Span> spans = collector.spans(trace);
        Set<String> ids = spans.stream().map(Span::id).collect(Collectors.toSet());
        ids.add(CONSUMERS_SPAN);
        assertEquals(
                List.of(),
                spans.stream().filter(span -> !ids.contains(span.parent())).toList());
        String all = collector.spans().toString();
        for (String secret : List.of("hidden-name", "alice", "Bearer")) {
            assertFalse(all.contains(secret), () -> secret + " is in " + all);
        }
    }

    @Test
    void theServerIsToldItsPlaceInTheTrace() {
        // when
        await().atMost(30, SECONDS)
                .until(() -> collector.spans(trace).stream()
                        .anyMatch(span -> span.name().equals("tools/call once")));

        // then
        Span call = collector.spans(trace).stream()
                .filter(span -> span.name().equals("tools/call once"))
                .findFirst()
                .orElseThrow();
        assertEquals(call.traceparent(), server.calls().getFirst().trace());
    }

    @Test
    void linesOfLogsAreObjectsThatNameServiceAndTrace() throws IOException {
        // when
        List<JsonObject> lines = Files.readAllLines(trunkline.logs().resolve("connection-service.log")).stream()
                .filter(line -> line.startsWith("{"))
                .map(JsonObject::new)
                .toList();

        // then
        assertFalse(lines.isEmpty());
        for (JsonObject line : lines) {
            assertEquals("connection-service", line.getString("service"), line::encode);
            assertTrue(
                    line.fieldNames().containsAll(Set.of("timestamp", "level", "loggerName", "message")), line::encode);
        }
        JsonObject opened = lines.stream()
                .filter(line -> line.getString("message").startsWith("session opened"))
                .findFirst()
                .orElseThrow();
        assertEquals(trace, opened.getJsonObject("mdc").getString("traceId"), opened::encode);
    }
}
