package org.trunkline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What it is measured on. */
final class Machine {

    private Machine() {}

    /** One line, to be told beside the figures. */
    static String description() {
        return String.format(
                Locale.ROOT,
                "machine: %d cores, load average %s, JDK %s",
                Runtime.getRuntime().availableProcessors(),
                loadAverage(),
                Runtime.version());
    }

    private static String loadAverage() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        } catch (IOException e) {
            return "unknown";
        }
    }
}
