package org.trunkline.oauth.grants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * An authorization server that takes each refresh token once and revokes the whole family when it sees one again (RFC
 * 9700 section 4.14.2). A test can make it answer otherwise.
 */
final class RotatingProvider implements AutoCloseable {

    private final HttpServer http;
    private final Map<String, Family> byRefreshToken = new ConcurrentHashMap<>();
    private final Map<String, Issued> byAccessToken = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> revoked = new CopyOnWriteArrayList<>();
    private final AtomicLong serial = new AtomicLong();
    private final AtomicLong reuses = new AtomicLong();
    private volatile Function<Request, Answer> behaviour = request -> null;
    private volatile long lifetime = 3600;

    /** One sign-in: its tokens follow one another. */
    private static final class Family {

        private final String subject;
        private String refreshToken;
        private volatile boolean revoked;

        Family(String subject) {
            this.subject = subject;
        }
    }

    /** An access token's sign-in and end. */
    private record Issued(Family family, Instant until) {}

    /** A request to the token or revocation endpoint. */
    record Request(String path, Map<String, String> headers, Map<String, String> form) {}

    /** What a test wants answered. */
    record Answer(int status, Map<String, String> headers, String body) {

        static Answer of(int status, String body) {
            return new Answer(status, Map.of(), body.replace('\'', '"'));
        }
    }

    RotatingProvider() {
        this(0);
    }

    /** @param port 0: any */
    RotatingProvider(int port) {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::handle);
        http.start();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + path);
    }

    /** From now on, what is not null is answered instead of what the protocol says; null lets it be. */
    void behave(Function<Request, Answer> behaviour) {
        this.behaviour = behaviour;
    }

    /** From now on access tokens live for so many seconds. */
    void tokensLive(long seconds) {
        lifetime = seconds;
    }

    /** The answer that a finished sign-in would have brought. */
    String signIn(String subject) {
        return issue(new Family(subject));
    }

    /** What was asked at the token endpoint, in its order. */
    List<Request> requests() {
        return List.copyOf(requests);
    }

    List<String> revoked() {
        return List.copyOf(revoked);
    }

    /** How often a refresh token came twice. */
    long reuses() {
        return reuses.get();
    }

    /** Whether it issued that access token, for a sign-in that was not revoked. */
    boolean accepts(String accessToken) {
        Issued issued = byAccessToken.get(accessToken);
        return issued != null && !issued.family.revoked && issued.until.isAfter(Instant.now());
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = read(exchange);
            Answer wanted = behaviour.apply(request);
            Answer answer = wanted != null ? wanted : answer(request);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Request read(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().toLowerCase(Locale.ROOT),
                        entry -> entry.getValue().getFirst()));
        Map<String, String> form = Stream.of(body.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        Request request = new Request(exchange.getRequestURI().getPath(), headers, form);
        requests.add(request);
        return request;
    }

    private Answer answer(Request request) {
        if (request.path().equals("/revoke")) {
            revoked.add(request.form().get("token"));
            return Answer.of(200, "");
        }
        return switch (request.form().getOrDefault("grant_type", "")) {
            case "refresh_token" -> refresh(request.form().get("refresh_token"));
            default -> Answer.of(200, issue(new Family("client")));
        };
    }

    private Answer refresh(String refreshToken) {
        Family family = byRefreshToken.get(refreshToken);
        if (family == null) {
            return Answer.of(400, "{'error':'invalid_grant'}");
        }
        synchronized (family) {
            if (!family.revoked && !refreshToken.equals(family.refreshToken)) {
                family.revoked = true;
                reuses.incrementAndGet();
            }
            if (family.revoked) {
                return Answer.of(400, "{'error':'invalid_grant'}");
            }
            return Answer.of(200, issue(family));
        }
    }

    private String issue(Family family) {
        String number = family.subject + "-" + serial.incrementAndGet();
        String access = "AT-" + number;
        family.refreshToken = "RT-" + number;
        byAccessToken.put(access, new Issued(family, Instant.now().plusSeconds(lifetime)));
        byRefreshToken.put(family.refreshToken, family);
        return """
                {"access_token":"%s","token_type":"Bearer","expires_in":%d,"refresh_token":"%s"}""".formatted(access, lifetime, family.refreshToken);
    }
}
