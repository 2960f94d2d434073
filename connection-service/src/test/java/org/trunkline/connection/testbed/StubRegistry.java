package org.trunkline.connection.testbed;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpServerRequest;
import org.trunkline.local.loopback.LoopbackServer;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.ServerSource;

/** Stands in for registry-service: answers its neighbours' questions about servers that a test has put here. */
public final class StubRegistry implements AutoCloseable {

    private static final String PATH = "/internal/v1/servers";

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Entry> servers = new ConcurrentSkipListMap<>();
    private final AtomicInteger revisions = new AtomicInteger();
    private final LoopbackServer http = LoopbackServer.start(0, (vertx, port) -> this::handle);
    private final AtomicInteger questions = new AtomicInteger();
    private volatile int failures;

    private record Entry(String owner, ResolvedServer server) {}

    /** Where it listens. */
    public String url() {
        return "http://" + LoopbackServer.HOST + ":" + http.port();
    }

    /** A declared server, which everyone sees. */
    public void declare(String name, String config) {
        put(null, name, ServerSource.DECLARED, config);
    }

    /** A managed server of one user. */
    public void manage(String owner, String name, String config) {
        put(owner, name, ServerSource.MANAGED, config);
    }

    /** Forgets every server and answers again. */
    public void reset() {
        servers.clear();
        questions.set(0);
        failures = 0;
    }

    /** From now on that many questions fail as they do while the service restarts. */
    public void goDown(int questions) {
        this.questions.set(0);
        failures = questions;
    }

    /** How many questions came since it was reset or went down. */
    public int questions() {
        return questions.get();
    }

    @Override
    public void close() {
        http.close();
    }

    private void put(String owner, String name, ServerSource source, String config) {
        try {
            ServerConfig parsed = json.readValue(config.replace('\'', '"'), ServerConfig.class);
            String revision = String.valueOf(revisions.incrementAndGet());
            servers.put(name, new Entry(owner, new ResolvedServer(name, source, null, parsed, 15, revision)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void handle(HttpServerRequest request) {
        String user = request.getParam("user");
        if (questions.incrementAndGet() <= failures) {
            answer(request, 503, "down");
        } else if (request.getHeader("Authorization") == null) {
            answer(request, 401, "no token");
        } else if (request.path().equals(PATH)) {
            answer(request, 200, visibleTo(user));
        } else {
            Entry entry =
                    servers.get(URLDecoder.decode(request.path().substring(PATH.length() + 1), StandardCharsets.UTF_8));
            boolean seen = entry != null && isSeen(entry, user);
            answer(request, seen ? 200 : 404, seen ? entry.server() : "absent");
        }
    }

    private List<ResolvedServer> visibleTo(String user) {
        return servers.values().stream()
                .filter(entry -> isSeen(entry, user))
                .map(Entry::server)
                .toList();
    }

    private static boolean isSeen(Entry entry, String user) {
        return entry.owner() == null || entry.owner().equals(user);
    }

    private void answer(HttpServerRequest request, int status, Object body) {
        try {
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(json.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            request.response().setStatusCode(500).end();
        }
    }
}
