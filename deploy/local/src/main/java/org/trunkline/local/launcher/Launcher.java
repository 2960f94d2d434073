package org.trunkline.local.launcher;

import java.nio.file.Path;

/**
 * The one-command local run: an embedded database, a front door with a demo identity provider, two sample MCP servers,
 * and the three services as child processes. {@code deploy/local/up} builds what it needs and calls it.
 */
public final class Launcher {

    private Launcher() {}

    /** Runs until a signal or a failure ends it; see {@link Options#USAGE}. */
    public static void main(String... arguments) throws InterruptedException {
        LauncherLog.choose();
        Path root = Path.of(System.getProperty("trunkline.root", "")).toAbsolutePath();
        try {
            Options options = Options.parse(root, arguments);
            if (options.help()) {
                System.out.print(Options.USAGE);
            } else {
                run(options);
            }
        } catch (LaunchFailure e) {
            System.err.println("up: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Options options) throws InterruptedException {
        Progress progress = new Progress(System.out);
        LocalRun run = new LocalRun(options, progress);
        Runtime.getRuntime().addShutdownHook(new Thread(run::close, "stop"));
        try {
            run.start();
            run.awaitEnd();
        } catch (LaunchFailure e) {
            run.close();
            throw e;
        }
    }
}
