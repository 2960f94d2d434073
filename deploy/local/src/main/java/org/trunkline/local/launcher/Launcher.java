package org.trunkline.local.launcher;

import java.nio.file.Path;

/**
 * The one-command local run: an embedded database, a front door with a demo identity provider, two sample MCP servers,
 * and the three services as child processes. {@code deploy/local/up} builds what it needs and calls it.
 */
public final class Launcher {

    private Launcher() {}

    /** Runs until a signal ends it (exit code 130 or 143) or a failure does (1). */
    public static void main(String... arguments) throws InterruptedException {
        LauncherLog.choose();
        Path root = Path.of(System.getProperty("trunkline.root", "")).toAbsolutePath();
        try {
            run(Options.parse(root, arguments));
        } catch (LaunchFailure e) {
            System.err.println("up: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Options options) throws InterruptedException {
        LocalRun run = new LocalRun(options, new Progress(System.out));
        Runtime.getRuntime().addShutdownHook(new Thread(run::close, "stop"));
        try {
            run.start();
            run.awaitEnd();
        } catch (LaunchFailure e) {
            run.close();
            throw e;
        } catch (RuntimeException e) {
            LauncherLog.failure(e);
            run.close();
            throw new LaunchFailure("the local run failed: " + e + "; more in the folder " + options.data() + "/logs");
        }
    }
}
