package org.trunkline.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One of a user's conversations, which calls tools of all servers, over sessions of its own with those on a network.
 *
 * @param label of its sessions
 * @param answers where it writes down what it got
 */
record Conversation(HttpClient http, String origin, String token, String label, Answers answers) {

    /** Longer than any answer may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration IMPATIENCE = Duration.ofMillis(150);

    /** A call is answered, or the caller is told that the server is not there, or not in time. */
    private static final Set<Integer> OF_CALLS = Set.of(200, 502, 503, 504);

    private static final Set<Integer> OF_TRUNKLINE = Set.of(200);

    private static final List<String> SERVERS = List.of("streaming", "feed", "socket", "child");

    /** Goes on until then with one after the other of what users do. */
    void goOn(Instant end) {
        while (Instant.now().isBefore(end)) {
            String server = SERVERS.get(ThreadLocalRandom.current().nextInt(SERVERS.size()));
            int chance = ThreadLocalRandom.current().nextInt(100);
            if (chance < 60) {
                work(server, random(5, 60), PATIENCE);
            } else if (chance < 80) {
                work(server, random(200, 1_500), PATIENCE);
            } else if (chance < 83) {
                work(server, 60_000, PATIENCE);
            } else if (chance < 92) {
                work(server, 2_000, IMPATIENCE);
            } else if (chance < 95) {
                ask("list", get("/api/mcp/tools"), OF_TRUNKLINE);
            } else if (chance < 98) {
                ask("status", get("/api/mcp/connection/status"), OF_TRUNKLINE);
            } else {
                ask("reinitialize", post("/api/mcp/" + server + "/reinitialize" + session(server), ""), OF_TRUNKLINE);
            }
        }
    }

    /** Whether a call of each server is answered now. */
    boolean works() {
        return SERVERS.stream().allMatch(server -> work(server, 0, PATIENCE) == 200);
    }

    private int work(String server, int milliseconds, Duration patience) {
        String kind = patience == IMPATIENCE ? "abandoned" : milliseconds > 5_000 ? "too long" : "call";
        String path = "/api/mcp/" + server + "/tools/work/call" + session(server);
        HttpRequest call = request(path)
                .POST(BodyPublishers.ofString("{\"arguments\":{\"milliseconds\":" + milliseconds + "}}"))
                .timeout(patience)
                .build();
        return ask(kind + " " + server, call, OF_CALLS);
    }

    /** @return the status; 0 when there was no answer */
    private int ask(String kind, HttpRequest request, Set<Integer> expected) {
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            answers.came(kind, answer.statusCode());
            if (!expected.contains(answer.statusCode())) {
                answers.isWrong(kind + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.statusCode();
        } catch (HttpTimeoutException e) {
            answers.came(kind, 0);
            if (!kind.startsWith("abandoned")) {
                answers.isWrong(kind + ": no answer within " + PATIENCE);
            }
        } catch (IOException e) {
            answers.isWrong(kind + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /** All conversations share the server on stdio, of which there is one process. */
    private String session(String server) {
        return ComingAndGoing.NETWORKED.contains(server) ? "?session=" + label : "";
    }

    private HttpRequest get(String path) {
        return request(path).GET().build();
    }

    private HttpRequest post(String path, String body) {
        return request(path).POST(BodyPublishers.ofString(body)).build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(origin + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private static int random(int least, int most) {
        return ThreadLocalRandom.current().nextInt(least, most);
    }
}
