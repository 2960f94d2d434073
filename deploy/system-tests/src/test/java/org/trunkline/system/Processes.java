package org.trunkline.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Starting and ending programs as a user does. */
final class Processes {

    /** Below the ports that the system gives to clients; runs at the same time begin at different ones. */
    private static int nextPort = 20_000 + (int) (ProcessHandle.current().pid() % 100) * 100;

    private Processes() {}

    /** Asks a program to end, as Ctrl-C or a supervisor does, and waits for it. */
    static int end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("did not end within 40 s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The first of that many ports in a row that are free now and were not given to another caller. */
    static synchronized int freePorts(int count) {
        while (!allFree(nextPort, count)) {
            nextPort += count;
        }
        int first = nextPort;
        nextPort += count;
        return first;
    }

    /** Whether something accepts connections there. */
    static boolean listens(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** What a program has printed so far. */
    static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean allFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket socket = new ServerSocket(port)) {
                socket.setReuseAddress(true);
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
