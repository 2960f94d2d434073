package org.trunkline.registry.declared;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.registry.access.Principals;
import org.trunkline.server.ServerConfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DeclaredServersTest {

    private static final String GOOD = """
            version: 1.2.1
            mcpServers:
              one: { type: sse, url: "https://one.example" }
              two:
                command: npx
                args: ["-y", "two"]
            """;

    @TempDir
    Path folder;

    private Path file;
    private DeclaredServers servers;

    @BeforeEach
    void start() {
        file = folder.resolve("librechat.yaml");
        servers = new DeclaredServers(config(Optional.of(file)), new ObjectMapper(), new SimpleMeterRegistry());
    }

    @Test
    void readsTheServersOfAFile() throws IOException {
        write(GOOD);

        assertEquals(List.of("one", "two"), servers.report().servers());
        assertEquals(List.of(), servers.report().faults());
        assertEquals("stdio", servers.find("two").orElseThrow().config().type());
    }

    @Test
    void followsChangesAndKnowsWhatDidNotChange() throws IOException {
        // given
        write(GOOD);
        DeclaredServer one = servers.find("one").orElseThrow();
        DeclaredServer two = servers.find("two").orElseThrow();

        // when
        write(GOOD.replace("[\"-y\", \"two\"]", "[]"));

        // then
        assertEquals(one, servers.find("one").orElseThrow());
        assertNotEquals(two.revision(), servers.find("two").orElseThrow().revision());
    }

    @Test
    void followsASwapOfSymbolicLinks() throws IOException {
        // given: as Kubernetes mounts a ConfigMap
        Path first = Files.createDirectory(folder.resolve("..1"));
        Path second = Files.createDirectory(folder.resolve("..2"));
        Files.writeString(first.resolve("librechat.yaml"), GOOD);
        Files.writeString(second.resolve("librechat.yaml"), GOOD.replace("one:", "three:"));
        Path data = Files.createSymbolicLink(folder.resolve("..data"), first);
        Files.createSymbolicLink(file, data.resolve("librechat.yaml"));
        servers.look();

        // when
        Path swap = Files.createSymbolicLink(folder.resolve("..data_tmp"), second);
        Files.move(swap, data, StandardCopyOption.ATOMIC_MOVE);
        servers.look();

        // then
        assertEquals(List.of("three", "two"), servers.report().servers());
    }

    @Test
    void asksEachUserForTheKeyThatAServerWantsOfThem() throws IOException {
        write("""
                mcpServers:
                  bearer:
                    url: "https://one.example"
                    apiKey: { source: user, authorization_type: bearer }
                  custom:
                    url: "wss://two.example"
                    apiKey: { source: user, authorization_type: custom, custom_header: X-Token, key: nobodys }
                    customUserVars: { MCP_API_KEY: { title: Token, description: Ours } }
                  process:
                    command: npx
                    args: ["three", "{{MCP_API_KEY}}"]
                    apiKey: { source: user, authorization_type: basic }
                """);

        ServerConfig bearer = config("bearer");
        ServerConfig custom = config("custom");
        ServerConfig process = config("process");

        assertEquals(Map.of("Authorization", "Bearer {{MCP_API_KEY}}"), bearer.headers());
        assertEquals("API Key", bearer.customUserVars().get("MCP_API_KEY").title());
        assertEquals(Map.of("X-Token", "{{MCP_API_KEY}}"), custom.headers());
        assertEquals("Token", custom.customUserVars().get("MCP_API_KEY").title());
        assertNull(custom.apiKey().key());
        assertNull(process.headers());
        assertEquals(Set.of("MCP_API_KEY"), process.customUserVars().keySet());
    }

    private ServerConfig config(String name) {
        return servers.find(name).orElseThrow().config();
    }

    @Test
    void leavesOutABrokenEntryAndSaysWhere() throws IOException {
        write("""
                mcpServers:
                  one: { type: sse, url: "https://one.example" }
                  broken:
                    type: sse
                  a/b: { type: sse, url: "https://x.example" }
                  tools: { type: sse, url: "https://x.example" }
                  text: hello
                  one: { type: sse, url: "https://again.example" }
                """);

        DeclaredReport report = servers.report();

        assertEquals(List.of("one"), report.servers());
        assertEquals(
                List.of("broken 3", "a/b 5", "tools 6", "text 7", "one 8"),
                report.faults().stream()
                        .map(fault -> fault.name() + " " + fault.line())
                        .toList());
        assertEquals(
                List.of("url"), report.faults().getFirst().errors().getFirst().path());
        assertEquals(
                "https://one.example",
                servers.find("one").orElseThrow().config().url());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "everyone                      | access",
                "                              | access",
                "[{ role: SUPPORT }]           | access 0 role",
                "[{ group: ops, role: boss }]  | access 0 role",
                "[{ group: ops, user: al }]    | access 0",
                "[{ type: team, id: x }]       | access 0",
                "[{ type: group }]             | access 0",
                "[{ public: false }]           | access 0",
                "[{ user: al }, ops]           | access 1",
                "[{ user: al, until: never }]  | access 0 until"
            })
    void leavesOutAServerWhoseAccessIsNotClear(String access, String path) throws IOException {
        write("mcpServers:\n  one:\n    url: https://one.example\n    access: " + (access == null ? "" : access)
                + "\n");

        DeclaredReport report = servers.report();

        assertEquals(List.of(), report.servers());
        assertEquals(2, report.faults().getFirst().line());
        List<Object> where = report.faults().getFirst().errors().getFirst().path();
        assertEquals(path, String.join(" ", where.stream().map(String::valueOf).toList()));
    }

    @Test
    void followsAChangeOfAccess() throws IOException {
        // given
        String text = "mcpServers:\n  one: { url: \"https://one.example\", access: [{ user: al }] }\n";
        write(text);
        DeclaredServer one = servers.find("one").orElseThrow();

        // when
        write(text.replace("al", "bo"));

        // then
        DeclaredServer now = servers.find("one").orElseThrow();
        assertEquals(1, now.permissions(new Principals("bo", null, Set.of())));
        assertEquals(0, now.permissions(new Principals("al", null, Set.of())));
        assertEquals(one.revision(), now.revision());
        assertEquals(one.since(), now.since());
    }

    @Test
    void keepsTheLastGoodServersWhenTheFileBreaks() throws IOException {
        write(GOOD);

        write("mcpServers:\n  one: { type: sse\n  two: [\n");

        DeclaredReport report = servers.report();
        assertEquals(List.of("one", "two"), report.servers());
        assertEquals(3, report.faults().getFirst().line());
        assertTrue(report.faults().getFirst().errors().getFirst().message().startsWith("Not YAML: "));
    }

    @Test
    void recoversFromABrokenFile() throws IOException {
        write("mcpServers: [");
        write(GOOD);

        assertEquals(List.of("one", "two"), servers.report().servers());
        assertEquals(List.of(), servers.report().faults());
    }

    @Test
    void hasNoServersWithoutTheFile() throws IOException {
        // given
        write(GOOD);

        // when
        Files.delete(file);
        servers.look();

        // then
        assertEquals(List.of(), servers.report().servers());
        assertNull(servers.report().faults().getFirst().line());
    }

    @Test
    void hasNoServersWhenNoFileIsConfigured() {
        DeclaredServers none =
                new DeclaredServers(config(Optional.empty()), new ObjectMapper(), new SimpleMeterRegistry());

        none.look();

        assertEquals(List.of(), none.report().faults());
    }

    @ParameterizedTest
    @CsvSource({"''", "version: 1", "mcpServers:", "mcpServers: {}"})
    void takesAFileWithoutServers(String text) throws IOException {
        write(text);

        assertEquals(List.of(), servers.report().faults());
    }

    @Test
    void mergesWhatAliasesAskFor() throws IOException {
        write("""
                base: &base { type: sse, timeout: 5, headers: { A: "yes", B: "1" } }
                mcpServers:
                  one: { <<: *base, url: "https://one.example", timeout: 7 }
                """);

        assertEquals(7, servers.find("one").orElseThrow().config().timeout());
        assertEquals("sse", servers.find("one").orElseThrow().config().type());
    }

    @Test
    void boundsWhatAliasesCanMake() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        write(
                bomb
                        + "mcpServers:\n  one: { type: sse, url: \"https://one.example\" }\n  bomb: { args: *a19 }\n  self: &s [*s]\n");

        assertEquals(List.of("one"), servers.report().servers());
        assertEquals(2, servers.report().faults().size());
    }

    @Test
    void buildsNoObjectsThatTagsName() throws IOException {
        write("mcpServers:\n  one: !!javax.script.ScriptEngineManager [x]\n  two: { command: a, args: [] }\n");

        assertEquals(List.of("two"), servers.report().servers());
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        servers.look();
    }

    private static DeclaredConfig config(Optional<Path> file) {
        return new DeclaredConfig() {
            @Override
            public Optional<Path> file() {
                return file;
            }

            @Override
            public Duration every() {
                return Duration.ofSeconds(2);
            }
        };
    }
}
