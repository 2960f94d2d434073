package org.trunkline.system;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** The lines that a newcomer is given to paste do what they say. */
class GuideTest {

    private static final LocalRun TRUNKLINE = new LocalRun(Repository.scratch("guide"));

    @BeforeAll
    static void start() {
        TRUNKLINE.startFresh();
    }

    @AfterAll
    static void stop() {
        TRUNKLINE.close();
    }

    @Test
    void theThreeLinesRegisterListAndCall() throws Exception {
        // given
        List<String> lines = TRUNKLINE
                .output()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("curl ") && line.contains("/api/"))
                .toList();
        assertThat(lines, hasSize(3));

        // then
        assertThat(shell(lines.get(0)), containsString("\"serverName\":\"my-sample\""));
        assertThat(shell(lines.get(1)), containsString("echo_mcp_my-sample"));
        assertThat(shell(lines.get(2)), containsString("Echo: hello"));
    }

    @Test
    void theTokenLineGivesAToken() throws Exception {
        String line = TRUNKLINE
                .output()
                .lines()
                .map(String::strip)
                .filter(candidate -> candidate.startsWith("curl ") && candidate.endsWith("/demo/token/alice"))
                .findFirst()
                .orElseThrow();

        assertEquals(3, shell(line).strip().split("\\.").length);
    }

    private static String shell(String line) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("bash", "-c", line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor(1, TimeUnit.MINUTES);
        return output;
    }
}
