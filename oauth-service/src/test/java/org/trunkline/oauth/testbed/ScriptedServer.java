package org.trunkline.oauth.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** An HTTP server of somebody else, as a test scripts it: it answers by method and path, and remembers the requests. */
public final class ScriptedServer implements AutoCloseable {

    private static final Answer ABSENT = new Answer(404, Map.of("Content-Type", "text/plain"), "not here");

    private final HttpServer http;
    private final Map<String, Function<Request, Answer>> routes = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /**
     * What was asked.
     *
     * @param path without the query
     * @param headers the first value of each, by names in lower case
     */
    public record Request(String method, String path, Map<String, String> headers, String body) {

        /** {@code <method> <path>}. */
        public String line() {
            return method + " " + path;
        }
    }

    /** What is answered. */
    public record Answer(int status, Map<String, String> headers, String body) {

        /** A JSON document. */
        public static Answer json(int status, String body) {
            return new Answer(status, Map.of("Content-Type", "application/json"), body);
        }
    }

    /** One that listens on a free port and has nothing. */
    public ScriptedServer() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::handle);
        http.start();
    }

    /** Its origin. */
    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** From now on {@code <method> <path>} is answered so; {@code *} stands for every method. */
    public void on(String line, Function<Request, Answer> answer) {
        routes.put(line, answer);
    }

    /** From now on a GET of the path brings this JSON, in which single quotes stand for double ones. */
    public void publish(String path, String json) {
        on("GET " + path, request -> Answer.json(200, json.replace('\'', '"')));
    }

    /** What was asked, in its order. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** What was asked of one path. */
    public List<Request> requests(String line) {
        return requests.stream().filter(request -> request.line().equals(line)).toList();
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new ConcurrentHashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values.getFirst()));
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            requests.add(request);
            Function<Request, Answer> route =
                    routes.getOrDefault(request.line(), routes.getOrDefault("* " + request.path(), ignored -> ABSENT));
            Answer answer = route.apply(request);
            byte[] body = answer.body() == null || request.method().equals("HEAD")
                    ? new byte[0]
                    : answer.body().getBytes(StandardCharsets.UTF_8);
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
