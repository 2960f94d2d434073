package org.trunkline.helm;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs of this machine. */
final class Programs {

    private static final long MINUTES = 40;

    private Programs() {}

    /** Runs a program to its end, which must be a good one, and returns what it printed. */
    static String run(Path folder, Map<String, String> environment, String program, String... arguments)
            throws IOException, InterruptedException {
        File output = Files.createTempFile(Path.of("target"), "run", ".out").toFile();
        ProcessBuilder builder = new ProcessBuilder(program)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        builder.command().addAll(List.of(arguments));
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        String text = Files.readString(output.toPath());
        if (!ended || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException(String.join(" ", builder.command()) + ": " + text);
        }
        return text;
    }
}
