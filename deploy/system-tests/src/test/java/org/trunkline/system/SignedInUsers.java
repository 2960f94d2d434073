package org.trunkline.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.vertx.core.json.JsonObject;
import org.trunkline.local.Service;
import org.trunkline.local.identity.DemoIdentity;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Many users of one server: they sign in at it with their browsers, and their credentials are asked for as
 * connection-service asks.
 */
final class SignedInUsers implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int AT_A_TIME = 16;

    private final LocalRun trunkline;
    private final String server;
    private final List<String> names;
    private final DemoIdentity identity;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param folder the data folder of the run */
    SignedInUsers(LocalRun trunkline, Path folder, String server, int count) {
        this.trunkline = trunkline;
        this.server = server;
        this.names = IntStream.range(0, count).mapToObj(i -> "user" + i).toList();
        this.identity = DemoIdentity.at(URI.create(trunkline.origin()), folder.resolve("identity-key.json"));
    }

    List<String> names() {
        return names;
    }

    /** Those who have not done it yet sign in, some at a time. */
    void signIn() throws Exception {
        try (ExecutorService some = Executors.newFixedThreadPool(AT_A_TIME)) {
            forEach(some, this::signIn);
        }
    }

    /** Does something for all of them at the same time and waits for it. */
    void atOnce(Consumer<String> deed) throws Exception {
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            forEach(people, deed);
        }
    }

    private void forEach(ExecutorService threads, Consumer<String> deed) throws Exception {
        List<? extends Future<?>> deeds = names.stream()
                .map(user -> threads.submit(() -> deed.accept(user)))
                .toList();
        for (Future<?> each : deeds) {
            each.get();
        }
    }

    /**
     * What a user's credential is now.
     *
     * @return as {@code POST /internal/v1/credentials} answers
     * @throws IOException when it answers an error, or nothing
     */
    JsonObject credential(String user, boolean startFlow) throws IOException {
        JsonObject wanted = new JsonObject()
                .put("user", user)
                .put("role", "USER")
                .put("server", server)
                .put("startFlow", startFlow);
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(URI.create(trunkline.neighbour(Service.OAUTH) + "/internal/v1/credentials"))
                        .header("Authorization", "Bearer " + identity.serviceToken("connection-service"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(wanted.encode())));
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    /**
     * Calls a tool.
     *
     * @param origin of connection-service
     * @param wait how many seconds to wait for a sign-in
     */
    HttpResponse<String> call(String user, String origin, String tool, int wait) throws IOException {
        return send(HttpRequest.newBuilder(
                        URI.create(origin + "/api/mcp/" + server + "/tools/" + tool + "/call?wait=" + wait))
                .header("Authorization", "Bearer " + token(user))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"arguments\": {\"id\": \"" + user + "\"}}")));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /** Ends the way of a user's browser at the authorization server: what it has to come back with. */
    Callback consent(String user) throws IOException {
        String link = begin(user).getJsonObject("flow").getString("url");
        HttpResponse<String> begun = get(link, "Authorization", "Bearer " + token(user));
        HttpResponse<String> consented = get(location(begun) + "&login=" + user, "Accept", "text/html");
        return new Callback(URI.create(location(consented)), cookies(begun));
    }

    /** What a browser brings back from the authorization server. */
    record Callback(URI uri, String cookies) {}

    /** Comes back, to that origin of the same service, and is told where to go on. */
    String comeBack(Callback callback, String origin) throws IOException {
        URI there = URI.create(origin)
                .resolve(callback.uri().getRawPath() + "?" + callback.uri().getRawQuery());
        return location(get(there.toString(), "Cookie", callback.cookies()));
    }

    /** The events of a user's authorizations, as a replica tells them. */
    ServerSentEvents events(String user, String origin) {
        return new ServerSentEvents(URI.create(origin + "/api/mcp/oauth/events"), token(user));
    }

    /** A cold service may say that it is too busy. */
    private JsonObject begin(String user) {
        return await(user)
                .atMost(LONGEST)
                .pollInterval(RETRY)
                .pollDelay(Duration.ZERO)
                .ignoreException(IOException.class)
                .until(() -> credential(user, true), credential -> true);
    }

    private void signIn(String user) {
        try {
            if (begin(user).containsKey("flow")) {
                String page = comeBack(consent(user), trunkline.origin());
                assertTrue(page.contains("/oauth/success"), page);
            }
        } catch (IOException e) {
            throw new AssertionError(user + " cannot sign in", e);
        }
    }

    private String token(String user) {
        return identity.token("alice", claims -> claims.subject(user));
    }

    private HttpResponse<String> get(String url, String header, String value) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url)).header(header, value));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.timeout(LONGEST).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String location(HttpResponse<String> redirect) {
        assertEquals(302, redirect.statusCode(), redirect.body());
        return redirect.headers().firstValue("Location").orElseThrow();
    }

    private static String cookies(HttpResponse<String> response) {
        return response.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.split(";")[0])
                .collect(Collectors.joining("; "));
    }
}
