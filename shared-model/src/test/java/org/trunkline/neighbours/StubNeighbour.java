package org.trunkline.neighbours;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Stands in for a service of Trunkline as its neighbours call it: answers as a test says and remembers what it was
 * asked.
 */
public final class StubNeighbour implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());
    private static final Answer UNKNOWN = new Answer(404, "nothing here");

    private final HttpServer http;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<Rule> defaults = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /**
     * What was asked.
     *
     * @param uri path and query
     * @param authorized whether it came with a token
     * @param known the entity tag of what the asker knows; null without one
     * @param trace that it belongs to, as W3C Trace Context has it; null: none
     */
    public record Request(String method, URI uri, boolean authorized, String known, String trace, String body) {

        /** The body as what it stands for. */
        public <T> T body(Class<T> type) {
            try {
                return JSON.readValue(body, type);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What is answered; the body is written as JSON, null is none, {@link StubEvents} become an event stream. */
    public record Answer(int status, Object body, String tag) {

        /** One without an entity tag. */
        public Answer(int status, Object body) {
            this(status, body, null);
        }
    }

    private record Rule(String method, String prefix, Function<Request, Answer> answer) {

        boolean fits(Request request) {
            return request.method().equals(method) && request.uri().getPath().startsWith(prefix);
        }
    }

    /** One that listens on a free port. */
    public StubNeighbour() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::handle);
        http.start();
    }

    /** Where it listens. */
    public String url() {
        return "http://" + http.getAddress().getAddress().getHostAddress() + ":"
                + http.getAddress().getPort();
    }

    /** From now on requests below a path are answered so; the rule that came last wins. */
    public void on(String method, String prefix, Function<Request, Answer> answer) {
        rules.addFirst(new Rule(method, prefix, answer));
    }

    /** Where no rule says otherwise, requests below a path are answered so, also after {@link #reset}. */
    public void byDefault(String method, String prefix, Function<Request, Answer> answer) {
        defaults.addFirst(new Rule(method, prefix, answer));
    }

    /** What was asked, in its order. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Forgets the rules and the requests. */
    public void reset() {
        rules.clear();
        requests.clear();
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    exchange.getRequestHeaders().containsKey("Authorization"),
                    exchange.getRequestHeaders().getFirst("If-None-Match"),
                    exchange.getRequestHeaders().getFirst("traceparent"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            requests.add(request);
            Answer answer = Stream.concat(rules.stream(), defaults.stream())
                    .filter(rule -> rule.fits(request))
                    .findFirst()
                    .map(rule -> rule.answer().apply(request))
                    .orElse(UNKNOWN);
            if (answer.tag() != null) {
                exchange.getResponseHeaders().set("ETag", answer.tag());
            }
            if (answer.body() instanceof StubEvents events) {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(answer.status(), 0);
                events.writeTo(exchange.getResponseBody());
                return;
            }
            byte[] body = answer.body() == null ? new byte[0] : JSON.writeValueAsBytes(withMore(answer.body()));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** As a neighbour of the next version may answer: records have a member that this version does not know. */
    private static JsonNode withMore(Object body) {
        JsonNode tree = JSON.valueToTree(body);
        if (body instanceof Record) {
            addTo(tree);
        } else if (body instanceof Collection<?> all && all.stream().allMatch(Record.class::isInstance)) {
            tree.forEach(StubNeighbour::addTo);
        }
        return tree;
    }

    private static void addTo(JsonNode written) {
        if (written instanceof ObjectNode object) {
            object.putObject("ofANewerVersion").put("text", "unknown");
        }
    }
}
