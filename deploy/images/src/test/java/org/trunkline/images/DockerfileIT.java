package org.trunkline.images;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What Dockerfile.jvm has an image run, run here: the build, the training and the entrypoint. {@code -Pimages} does it.
 */
@Tag("images")
class DockerfileIT {

    private static final String SERVICE = "registry-service";
    private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern ABSOLUTE = Pattern.compile("(?<![\\w.\"])/(source|out|work)\\b");
    private static final Pattern COPY = Pattern.compile("--from=\\w+ (\\S+) (\\S+)");

    /** Of a container that has less than two CPUs the JVM thinks that serial collection does. */
    private static final List<String> CHECKED = List.of("-XX:AOTMode=on", "-XX:+UseSerialGC", "-Xlog:class+load");

    /** Stands for the root folder of all stages: they have nothing at the same place but what is the same. */
    @TempDir
    Path root;

    @Test
    void theEntrypointUsesTheCacheThatTheTrainingMade() throws Exception {
        // given
        copySources();

        // when
        List<String> entrypoint = new ArrayList<>();
        Path folder = root;
        for (String instruction : instructions()) {
            String[] words = instruction.split("\\s+", 2);
            switch (words[0]) {
                case "WORKDIR" -> folder = Files.createDirectories(Path.of(here(words[1])));
                case "COPY" -> copy(folder, words[1]);
                case "RUN" -> run(folder, here(words[1].replaceFirst("--mount=\\S+ ", "")));
                case "ENTRYPOINT" ->
                    entrypoint.addAll(List.of(
                            words[1].replaceAll("[\\[\\]\",]+", " ").strip().split(" +")));
                default -> {} // says nothing about what is run
            }
        }
        entrypoint.addAll(1, CHECKED);
        String output = output(root, 1, "sh", "-c", here(String.join(" ", entrypoint)));

        // then
        assertTrue(output.contains("trunkline.identity.issuer is required"), "it starts as far as it gets: " + output);
        long loaded = output.lines().filter(line -> line.contains("source:")).count();
        long cached = output.lines()
                .filter(line -> line.contains("source: shared objects file"))
                .count();
        assertTrue(cached > loaded * 9 / 10, cached + " of " + loaded);
    }

    /** As they go into the build: without what is built, and without what nobody has committed to. */
    private void copySources() throws Exception {
        Path source = Files.createDirectories(root.resolve("source"));
        run(REPOSITORY, "git ls-files -z --cached --others --exclude-standard | xargs -0 cp -P --parents -t " + source);
    }

    private static List<String> instructions() throws IOException {
        String dockerfile = Files.readString(Path.of("Dockerfile.jvm"));
        return dockerfile
                .replaceAll("(?m)^#.*\n", "")
                .replaceAll("\\\\\n\\s*", " ")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private void copy(Path folder, String arguments) throws Exception {
        Matcher between = COPY.matcher(here(arguments));
        if (!between.matches()) {
            assertEquals(". .", arguments);
        } else if (!between.group(1).equals(between.group(2))) {
            String from = between.group(1);
            run(folder, "cp -a " + (from.endsWith("/") ? from + "." : from) + " " + between.group(2));
        }
    }

    private String here(String command) {
        return ABSOLUTE.matcher(command)
                .replaceAll(found -> root.resolve(found.group(1)).toString());
    }

    private void run(Path folder, String command) throws Exception {
        output(folder, 0, "sh", "-ec", command);
    }

    private String output(Path folder, int exit, String... command) throws Exception {
        File output = Files.createTempFile(root, "run", ".out").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        String java = System.getProperty("java.home");
        builder.environment().put("JAVA_HOME", java);
        builder.environment().merge("PATH", java + "/bin", (path, bin) -> bin + File.pathSeparator + path);
        builder.environment().put("SERVICE", SERVICE);
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(10, TimeUnit.MINUTES), () -> String.join(" ", command));
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output.toPath());
        assertEquals(exit, process.exitValue(), text);
        return text;
    }
}
