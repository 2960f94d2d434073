package org.trunkline.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The protocol's official conformance suite, whose client under test is Trunkline, driven over its REST API. */
final class ConformanceSuite {

    private static final Pattern DATED = Pattern.compile("(?m)^ +- (auth/\\S+) \\[[0-9].*]$");
    private static final Pattern EXTENSION = Pattern.compile("(?m)^ +- (auth/\\S+) \\[extension]$");

    private final NodeServers node;
    private final Map<String, String> platform;
    private final Path folder;

    /**
     * @param origin of the platform
     * @param declared its file of declared servers, which some scenarios write
     * @param folder for what the suite and the client print, a file each scenario
     */
    ConformanceSuite(NodeServers node, String origin, Path declared, Path folder) {
        this.node = node;
        this.platform = Map.of("TRUNKLINE", origin, "DECLARED", declared.toString());
        this.folder = folder;
    }

    /** A scenario at a version of the protocol. */
    record Scenario(String name, String version) {

        @Override
        public String toString() {
            return name + " @ " + version;
        }
    }

    /** The authorization scenarios for clients at those versions, and at the last of them those of extensions. */
    List<Scenario> authorizationScenarios(List<String> versions) {
        Stream<Scenario> dated = versions.stream()
                .flatMap(version -> names(DATED, "--spec-version", version).map(name -> new Scenario(name, version)));
        Stream<Scenario> extensions = names(EXTENSION).map(name -> new Scenario(name, versions.getLast()));
        return Stream.concat(dated, extensions).toList();
    }

    /**
     * Runs a scenario, though the suite knows no version for an extension's, and returns whether it objects to nothing.
     */
    boolean passes(Scenario scenario) {
        Path output = folder.resolve(scenario.name().replace('/', '-') + "@" + scenario.version() + ".out");
        String client = String.join(" ", node.scriptCommand("conformance-client.mjs"));
        return run(
                        output,
                        "client",
                        "--command",
                        client,
                        "--scenario",
                        scenario.name(),
                        "--spec-version",
                        scenario.version(),
                        "--force")
                == 0;
    }

    private Stream<String> names(Pattern line, String... options) {
        Path output = folder.resolve("list.out");
        List<String> arguments = new ArrayList<>(List.of("list", "--client"));
        arguments.addAll(List.of(options));
        if (run(output, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("the suite does not list its scenarios: " + output);
        }
        return line.matcher(Processes.text(output)).results().map(found -> found.group(1));
    }

    private int run(Path output, String... arguments) {
        List<String> command = new ArrayList<>(node.command("@modelcontextprotocol/conformance"));
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(folder);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(platform);
            Process process = builder.start();
            return process.waitFor(2, TimeUnit.MINUTES) ? process.exitValue() : -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
