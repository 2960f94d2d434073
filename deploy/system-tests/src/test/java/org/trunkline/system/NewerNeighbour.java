package org.trunkline.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * The way to a service as it will be: what services say to each other through it, questions and answers, has members
 * that this version does not know, once it is newer.
 */
final class NewerNeighbour implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Their answers, or questions, are maps, of which every member counts. */
    private static final List<String> MAPS = List.of("/server-stamps", "/tools");

    /** Members that are records themselves. */
    private static final List<String> RECORDS = List.of("config", "status", "flow");

    private static final Set<String> HOP =
            Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade");

    private final URI origin;
    private final HttpServer http;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong changed = new AtomicLong();
    private volatile boolean newer;

    /** @param origin of the service */
    NewerNeighbour(String origin) {
        this.origin = URI.create(origin);
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(threads);
        http.createContext("/", this::pass);
        http.start();
    }

    /** Where neighbours find the service by this way. */
    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** From now on the service says more than this version knows. */
    void becomeNewer() {
        newer = true;
    }

    /** How many messages had members that this version does not know. */
    long changed() {
        return changed.get();
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<InputStream> answer =
                    client.send(request(exchange), HttpResponse.BodyHandlers.ofInputStream());
            answer.headers().map().forEach((name, values) -> {
                if (!HOP.contains(name.toLowerCase(Locale.ROOT))) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            boolean json = isJson(answer.headers().firstValue("Content-Type").orElse(""));
            try (InputStream body = answer.body()) {
                if (json) {
                    byte[] bytes = more(exchange, body.readAllBytes());
                    exchange.sendResponseHeaders(answer.statusCode(), bytes.length == 0 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                } else {
                    exchange.sendResponseHeaders(answer.statusCode(), hasBody(answer) ? 0 : -1);
                    stream(body, exchange.getResponseBody());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean json = isJson(String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")));
        HttpRequest.Builder request = HttpRequest.newBuilder(origin.resolve(exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(json ? more(exchange, body) : body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private byte[] more(HttpExchange exchange, byte[] body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!newer
                || body.length == 0
                || !path.startsWith("/internal/")
                || MAPS.stream().anyMatch(path::endsWith)) {
            return body;
        }
        JsonNode message = JSON.readTree(body);
        extend(message);
        message.forEach(NewerNeighbour::extendElement);
        RECORDS.forEach(name -> extend(message.path(name)));
        changed.incrementAndGet();
        return JSON.writeValueAsBytes(message);
    }

    private static void extendElement(JsonNode element) {
        if (element.has("server") || element.has("name")) {
            extend(element);
            RECORDS.forEach(name -> extend(element.path(name)));
        }
    }

    private static void extend(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.putObject("ofANewerVersion")
                    .put("text", "unknown")
                    .putArray("list")
                    .add(1);
        }
    }

    private static boolean isJson(String type) {
        return type.startsWith("application/json");
    }

    private static boolean hasBody(HttpResponse<?> answer) {
        return answer.statusCode() != 204 && answer.statusCode() != 304;
    }

    /** Piece by piece, since an event stream has no end. */
    private static void stream(InputStream from, OutputStream to) throws IOException {
        byte[] piece = new byte[8192];
        for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
            to.write(piece, 0, read);
            to.flush();
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
    }
}
