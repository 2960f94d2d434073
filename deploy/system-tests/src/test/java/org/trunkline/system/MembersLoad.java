package org.trunkline.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Users who call tools as long as the load lasts. A call that fails is made again by its user if it may be repeated, as
 * an agent would.
 */
final class MembersLoad implements AutoCloseable {

    private static final String RETRYABLE = " retryable";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    private final Fleet fleet;
    private final int servers;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
    private final List<CompletableFuture<Void>> work = new ArrayList<>();
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final Queue<Failed> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    /**
     * A call that has ended.
     *
     * @param failure null: it succeeded
     * @param tries how often its user made it
     * @param from nanoTime
     * @param until nanoTime
     */
    record Ended(String user, int server, String tool, String id, String failure, int tries, long from, long until) {}

    /**
     * An attempt that has failed.
     *
     * @param kind status and problem, or the exception
     * @param from nanoTime
     * @param at nanoTime
     */
    record Failed(String tool, String kind, long from, long at) {

        /** Whether the caller was told that, and when, it can be tried again, or the connection broke. */
        boolean isClear() {
            return kind.endsWith(RETRYABLE) || kind.endsWith("Exception");
        }
    }

    MembersLoad(Fleet fleet, int users, int servers) {
        this.fleet = fleet;
        this.servers = servers;
        for (int i = 0; i < users; i++) {
            String user = user(i);
            work.add(CompletableFuture.runAsync(() -> live(user), people));
        }
    }

    /** The name of the user with that number. */
    static String user(int number) {
        return "user" + number;
    }

    List<Ended> ended() {
        return List.copyOf(ended);
    }

    /** The attempts that failed, in their order. */
    List<Failed> failures() {
        return List.copyOf(failures);
    }

    private void live(String user) {
        String token = fleet.token(user);
        while (!over) {
            call(user, token);
            rest(Duration.ofMillis(ThreadLocalRandom.current().nextInt(500, 3000)));
        }
    }

    private void call(String user, String token) {
        int server = ThreadLocalRandom.current().nextInt(servers);
        String tool = ThreadLocalRandom.current().nextBoolean() ? "once" : "again";
        String id = UUID.randomUUID().toString();
        long from = System.nanoTime();
        int tries = 1;
        String failure = attempt(token, server, tool, id);
        while (failure != null && tool.equals("again") && System.nanoTime() - from < PATIENCE.toNanos()) {
            rest(Duration.ofMillis(500));
            failure = attempt(token, server, tool, id);
            tries++;
        }
        ended.add(new Ended(user, server, tool, id, failure, tries, from, System.nanoTime()));
    }

    /** What became of it: null for a success. */
    private String attempt(String token, int server, String tool, String id) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(fleet.origin() + "/api/mcp/counting-" + server + "/tools/" + tool + "/call"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofString("{\"arguments\": {\"id\": \"" + id + "\"}}"))
                .build();
        long from = System.nanoTime();
        String failure = send(request);
        if (failure != null) {
            failures.add(new Failed(tool, failure, from, System.nanoTime()));
        }
        return failure;
    }

    private String send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? null : kind(answer);
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static String kind(HttpResponse<String> answer) {
        String type = answer.body().replaceAll("(?s).*urn:trunkline:problem:([a-z-]+).*", "$1");
        System.out.println("DEBUG " + System.nanoTime() + " " + java.time.Instant.now() + " "
                + answer.headers().map() + answer.body());
        String retry = answer.headers().firstValue("Retry-After").isPresent() ? RETRYABLE : "";
        return answer.statusCode() + " " + (type.length() < 40 ? type : "?") + retry;
    }

    private static void rest(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    /** Ends it when every call under way has ended. */
    @Override
    public void close() {
        over = true;
        work.forEach(CompletableFuture::join);
        people.close();
        http.close();
    }
}
