package org.trunkline.connection.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;

/** Reads a user's stream of Server-Sent Events of the service under test, until it is closed. */
public final class EventListener implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpResponse<InputStream> response;
    private final List<Event> events = new CopyOnWriteArrayList<>();

    /** One event. */
    public record Event(String id, String name, JsonObject data) {}

    /** @param lastEventId null to begin now */
    public EventListener(String user, String path, String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Accept", "text/event-stream")
                .header(
                        "Authorization",
                        "Bearer " + ConnectionTestBed.identity().token(user));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Thread.startVirtualThread(this::read);
    }

    /** What came. */
    public List<Event> events() {
        return events;
    }

    /** What came of one server: {@code state reason}. */
    public List<String> changes(String server) {
        return events.stream()
                .filter(event -> server.equals(event.data().getString("server")))
                .map(event ->
                        event.data().getString("state") + " " + event.data().getString("reason"))
                .toList();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private void read() {
        List<String> fields = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                fields.add(line);
                if (line.isEmpty()) {
                    end(fields);
                    fields.clear();
                }
            }
        } catch (IOException e) {
            fields.clear();
        }
    }

    private void end(List<String> fields) {
        String name = value(fields, "event:");
        if (name != null) {
            events.add(new Event(value(fields, "id:"), name, new JsonObject(value(fields, "data:"))));
        }
    }

    private static String value(List<String> fields, String name) {
        return fields.stream()
                .filter(field -> field.startsWith(name))
                .map(field -> field.substring(name.length()).strip())
                .findFirst()
                .orElse(null);
    }
}
