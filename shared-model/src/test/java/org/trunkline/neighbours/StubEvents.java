package org.trunkline.neighbours;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A stream of Server-Sent Events that a test writes to; each listener gets what comes after it began to listen. */
public final class StubEvents {

    private final List<String> events = new ArrayList<>();
    private int listeners;

    /** Sends an event to everyone who listens. */
    public synchronized void send(String name, String data) {
        events.add("id: " + (events.size() + 1) + "\nevent: " + name + "\ndata: " + data + "\n\n");
        notifyAll();
    }

    /** How many have ever begun to listen. */
    public synchronized int listeners() {
        return listeners;
    }

    void writeTo(OutputStream stream) throws IOException {
        int next = begin();
        stream.write(":\n\n".getBytes(StandardCharsets.UTF_8));
        stream.flush();
        while (!Thread.currentThread().isInterrupted()) {
            stream.write(event(next++).getBytes(StandardCharsets.UTF_8));
            stream.flush();
        }
    }

    private synchronized int begin() {
        listeners++;
        return events.size();
    }

    private synchronized String event(int index) throws IOException {
        try {
            while (index >= events.size()) {
                wait();
            }
            return events.get(index);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
