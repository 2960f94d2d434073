package org.trunkline.system;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Reads a stream of Server-Sent Events until it is closed. */
final class ServerSentEvents implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    ServerSentEvents(URI uri, String token) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + token)
                .build();
        http.sendAsync(request, BodyHandlers.ofLines()).thenAccept(this::read);
    }

    /** Whether a line with that text has come. */
    boolean has(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private void read(HttpResponse<Stream<String>> response) {
        try (Stream<String> body = response.body()) {
            body.forEach(lines::add);
        } catch (UncheckedIOException closed) {
            lines.add("closed");
        }
    }
}
