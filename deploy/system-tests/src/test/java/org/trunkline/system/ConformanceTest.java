package org.trunkline.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.trunkline.system.ConformanceSuite.Scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The official conformance suite's authorization scenarios for clients, against the running whole. */
@NeedsNode
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConformanceTest {

    private static final List<String> VERSIONS = List.of("2025-03-26", "2025-06-18", "2025-11-25");

    /** What cannot pass, and why; empty is the aim. */
    private static final Map<String, String> CANNOT_PASS = Map.of();

    /** The suite's client id, which is no address of this machine and is never fetched. */
    private static final String CLIENT_METADATA = "https://conformance-test.local/client-metadata.json";

    /**
     * The beginnings of the codes, tokens and client secrets that the suite's authorization servers give and expect.
     */
    private static final List<String> SECRETS = List.of(
            "test-auth-code",
            "test-token",
            "cc-token-",
            "test-client-secret",
            "pre-registered-secret",
            "conformance-test-secret",
            "conformance-test-xaa-secret");

    private final Path folder = Repository.scratch("conformance");
    private final Path declared = folder.resolve("declared.yaml");
    private final LocalRun trunkline = new LocalRun(folder, "--declared", declared.toString())
            .with("TRUNKLINE_OUTBOUND_ALLOWED_DOMAINS", "localhost")
            .with("TRUNKLINE_DECLARED_EVERY", "200ms")
            .with("TRUNKLINE_OAUTH_CLIENTS_METADATA_URL", CLIENT_METADATA);
    private ConformanceSuite suite;

    @BeforeAll
    void start() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(declared, "mcpServers: {}");
        suite = new ConformanceSuite(NodeServers.installed(), trunkline.origin(), declared, folder);
        trunkline.startFresh();
    }

    @AfterAll
    void stop() {
        trunkline.close();
    }

    @Test
    @Order(1)
    void theAuthorizationScenariosPass() {
        // given
        List<Scenario> scenarios = suite.authorizationScenarios(VERSIONS);

        // when
        List<Scenario> failing =
                scenarios.stream().filter(scenario -> !suite.passes(scenario)).toList();

        // then
        System.out.printf("conformance: %d passed of %d%n", scenarios.size() - failing.size(), scenarios.size());
        failing.forEach(scenario ->
                System.out.println("  failed: " + scenario + CANNOT_PASS.getOrDefault(scenario.name(), "")));
        assertEquals(
                List.of(),
                failing.stream()
                        .filter(scenario -> !CANNOT_PASS.containsKey(scenario.name()))
                        .toList(),
                "see " + folder);
    }

    @Test
    @Order(2)
    void noSecretOfTheScenariosIsKept() {
        Secrets.assertNoneKept(trunkline, SECRETS);
    }
}
