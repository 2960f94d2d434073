package org.trunkline.oauth.grants;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A replica's way to the database, on which everything can be made to wait; nothing is lost. */
final class Line implements AutoCloseable {

    private final ServerSocket entry;
    private final int database;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();
    private final Object gates = new Object();
    private boolean requestsWait;
    private boolean answersWait;
    private String lastRequest;

    Line(String databaseUri) {
        database = URI.create(databaseUri).getPort();
        try {
            entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    String uri() {
        return "mongodb://127.0.0.1:" + entry.getLocalPort();
    }

    /** How many pieces of answers have come through. */
    long answers() {
        return answers.get();
    }

    void freeze() {
        synchronized (gates) {
            requestsWait = true;
            answersWait = true;
        }
    }

    /** From the next request of that command on it is as if frozen; the request itself gets through. */
    void freezeAfter(String command) {
        synchronized (gates) {
            lastRequest = command;
        }
    }

    boolean isFrozen() {
        synchronized (gates) {
            return answersWait;
        }
    }

    void thaw() {
        synchronized (gates) {
            requestsWait = false;
            answersWait = false;
            gates.notifyAll();
        }
    }

    @Override
    public void close() {
        thaw();
        try {
            entry.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket near = entry.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), database);
                sockets.add(near);
                sockets.add(far);
                Thread.startVirtualThread(() -> carry(near, far, true));
                Thread.startVirtualThread(() -> carry(far, near, false));
            }
        } catch (SocketException closed) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void carry(Socket from, Socket to, boolean requests) {
        byte[] piece = new byte[64 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                pass(requests, new String(piece, 0, length, StandardCharsets.ISO_8859_1));
                out.write(piece, 0, length);
            }
        } catch (IOException closed) {
            // the other end goes too
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(boolean request, String piece) throws InterruptedException {
        synchronized (gates) {
            while (request ? requestsWait : answersWait) {
                gates.wait();
            }
            if (request && lastRequest != null && piece.contains(lastRequest)) {
                lastRequest = null;
                requestsWait = true;
                answersWait = true;
            }
        }
        if (!request) {
            answers.incrementAndGet();
        }
    }
}
