package org.trunkline.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network between one process and the database, which can be cut and mended. */
final class DatabaseWire implements AutoCloseable {

    private final ServerSocket server;
    private final URI database;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    DatabaseWire(String connectionString) {
        database = URI.create(connectionString);
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    /** What the process connects to. */
    String connectionString() {
        return "mongodb://127.0.0.1:" + server.getLocalPort();
    }

    /** Nothing comes through any more. */
    void cut() {
        cut = true;
        open.forEach(DatabaseWire::close);
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (cut) {
                    close(client);
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                // the process or the database is gone, or this wire is
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket upstream = new Socket(database.getHost(), database.getPort());
        open.add(client);
        open.add(upstream);
        Thread.startVirtualThread(() -> pass(client, upstream));
        Thread.startVirtualThread(() -> pass(upstream, client));
    }

    private void pass(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // one of the two has ended
        } finally {
            close(from);
            close(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
