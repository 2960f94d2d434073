package org.trunkline.registry.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What many clients do at once to the servers with the same few titles, and what they were answered. Each change gives
 * a server a description that no other change gives.
 */
final class Crowd {

    /** Who acts. */
    record User(String id, String token) {}

    /** A server that was created. */
    record Made(String id, String name, String title, String owner) {}

    /** A change that was answered with 200; {@code known} is the description that it named by its tag, else null. */
    record Change(Made server, String known) {}

    private static final int TITLES = 20;
    private static final String PERMISSIONS = "/api/permissions/mcpServer/";
    private static final List<String> ROLES = List.of("mcpServer_viewer", "mcpServer_editor", "mcpServer_owner");

    /** Of a request that may come too late, or from whom it is not for. */
    private static final Set<Integer> READ = Set.of(200, 403, 404);

    private static final Set<Integer> CHANGED = Set.of(200, 403, 404, 412);
    private static final Set<Integer> SHARED = Set.of(200, 403, 404, 409);

    final Map<String, Made> made = new ConcurrentHashMap<>();
    final Set<String> deleted = ConcurrentHashMap.newKeySet();
    final Map<String, Change> changes = new ConcurrentHashMap<>();
    final Map<String, AtomicLong> answers = new ConcurrentSkipListMap<>();
    final Queue<String> unexpected = new ConcurrentLinkedQueue<>();

    private final AtomicReferenceArray<Made> current = new AtomicReferenceArray<>(TITLES);
    private final AtomicLong descriptions = new AtomicLong();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final URI origin;
    private final List<User> users;
    private final List<String> groups;

    /** @param groups that can be shared with */
    Crowd(URI origin, List<User> users, List<String> groups) {
        this.origin = origin;
        this.users = users;
        this.groups = groups;
    }

    /** Lets the users create one server each in turn, as far as they may. */
    void begin() {
        IntStream.range(0, TITLES).forEach(place -> create(users.get(place % users.size()), place));
    }

    /** One thing that somebody does to some server. */
    void act(Random random) {
        User user = pick(users, random);
        int place = random.nextInt(TITLES);
        Made server = current.get(place);
        if (server == null) {
            create(user, place);
            return;
        }
        switch (random.nextInt(40)) {
            case 0 -> delete(user, server, place, null);
            case 1 ->
                delete(
                        user,
                        server,
                        place,
                        read(user, server).headers().firstValue("ETag").orElse(null));
            case 2, 3, 4, 5, 6, 7 -> change(user, server, null, null);
            case 8, 9, 10, 11, 12, 13, 14, 15, 16 -> share(user, server, random);
            case 17, 18 -> send(user, "GET", Servers.PATH + "?limit=10", null, null, READ);
            case 19, 20 ->
                send(
                        user,
                        "GET",
                        PERMISSIONS + server.id() + "/explain?user="
                                + pick(users, random).id(),
                        null,
                        null,
                        READ);
            default -> changeKnown(user, server);
        }
    }

    private void create(User user, int place) {
        String title = "Crowd " + place;
        var answer = send(user, "POST", Servers.PATH, config(title, "made"), null, Set.of(201, 403));
        if (answer.statusCode() == 201) {
            JsonNode body = parsed(answer);
            Made server =
                    new Made(body.path("dbId").asText(), body.path("serverName").asText(), title, user.id());
            made.put(server.id(), server);
            if (!current.compareAndSet(place, null, server)) {
                delete(user, server, place, null);
            }
        }
    }

    private void delete(User user, Made server, int place, String tag) {
        if (send(user, "DELETE", path(server), null, tag, CHANGED).statusCode() == 200) {
            deleted.add(server.id());
            current.compareAndSet(place, server, null);
        }
    }

    private void changeKnown(User user, Made server) {
        var answer = read(user, server);
        if (answer.statusCode() == 200) {
            change(
                    user,
                    server,
                    answer.headers().firstValue("ETag").orElseThrow(),
                    parsed(answer).path("description").asText());
        }
    }

    private void change(User user, Made server, String tag, String known) {
        String description = "change " + descriptions.incrementAndGet();
        if (send(user, "PATCH", path(server), config(server.title(), description), tag, CHANGED)
                        .statusCode()
                == 200) {
            changes.put(description, new Change(server, known));
        }
    }

    private void share(User user, Made server, Random random) {
        boolean gives = random.nextBoolean();
        String role = pick(ROLES, random);
        Map<String, ?> body = switch (random.nextInt(4)) {
            case 0 -> gives ? Map.of("public", true, "publicAccessRoleId", role) : Map.of("public", false);
            case 1 -> sharing(gives, "group", pick(groups, random), role);
            default -> sharing(gives, "user", pick(users, random).id(), role);
        };
        send(user, "PUT", PERMISSIONS + server.id(), body, null, SHARED);
    }

    private static Map<String, ?> sharing(boolean gives, String type, String id, String role) {
        return Map.of(gives ? "updated" : "removed", List.of(Map.of("type", type, "id", id, "accessRoleId", role)));
    }

    private HttpResponse<String> read(User user, Made server) {
        return send(user, "GET", path(server), null, null, READ);
    }

    private HttpResponse<String> send(
            User user, String method, String path, Map<String, ?> body, String tag, Set<Integer> expected) {
        try {
            var request = HttpRequest.newBuilder(origin.resolve(path))
                    .header("Authorization", "Bearer " + user.token())
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body == null
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofString(json.writeValueAsString(body)));
            if (tag != null) {
                request.header("If-Match", tag);
            }
            var answer = http.send(request.build(), BodyHandlers.ofString());
            String what = method + " " + answer.statusCode();
            answers.computeIfAbsent(what, key -> new AtomicLong()).incrementAndGet();
            if (!expected.contains(answer.statusCode())) {
                unexpected.add(what + " " + path + " " + answer.body());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode parsed(HttpResponse<String> answer) {
        try {
            return json.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, ?> config(String title, String description) {
        return Map.of(
                "config",
                Map.of(
                        "type",
                        "streamable-http",
                        "url",
                        "https://a.example/mcp",
                        "title",
                        title,
                        "description",
                        description));
    }

    private static String path(Made server) {
        return Servers.PATH + "/" + server.name();
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
