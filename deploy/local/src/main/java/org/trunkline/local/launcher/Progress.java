package org.trunkline.local.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Tells the user how far the start has come. */
final class Progress {

    private final PrintStream out;
    private final Instant start = Instant.now();

    Progress(PrintStream out) {
        this.out = out;
    }

    /** A part of the local run has reached a state, so many seconds after the start. */
    void done(String part, String state) {
        double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
        say(String.format(Locale.ROOT, "%-20s %s (%.1f s)", part, state, seconds));
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }
}
