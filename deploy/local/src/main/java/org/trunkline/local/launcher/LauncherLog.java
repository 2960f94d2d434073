package org.trunkline.local.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Where the libraries inside the launcher write: a file, so that the terminal shows only what the user needs. */
final class LauncherLog {

    private LauncherLog() {}

    static void failure(RuntimeException failure) {
        Logger.getLogger("org.trunkline.local").log(Level.SEVERE, "the local run failed", failure);
    }

    /** Makes every logger use the same log manager; before the first of them is made. */
    static void choose() {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    }

    /** Ends with what is returned. */
    static AutoCloseable writeTo(Path file) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        try {
            FileHandler handler = new FileHandler(file.toString());
            handler.setFormatter(new SimpleFormatter());
            root.addHandler(handler);
            root.setLevel(Level.INFO);
            return handler::close;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
