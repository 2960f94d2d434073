package org.trunkline.neighbours;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.trunkline.neighbours.StubNeighbour.Answer;
import org.trunkline.neighbours.StubNeighbour.Request;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.ServerSource;

/** Stands in for registry-service: answers its neighbours' questions about servers that a test has put here. */
public final class StubRegistry implements AutoCloseable {

    private static final String PATH = "/internal/v1/servers";

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Entry> servers = new ConcurrentSkipListMap<>();
    private final Map<String, String> hidden = new ConcurrentHashMap<>();
    private final AtomicInteger revisions = new AtomicInteger();
    private final AtomicInteger questions = new AtomicInteger();
    private final StubNeighbour http = new StubNeighbour();
    private volatile int failures;

    private record Entry(String owner, ResolvedServer server) {}

    /** One that knows no server yet. */
    public StubRegistry() {
        http.byDefault("GET", PATH, this::answer);
        http.byDefault("GET", "/internal/v1/declared-servers", request -> new Answer(200, declared()));
        http.byDefault("POST", "/internal/v1/server-stamps", this::stamps);
    }

    private List<ResolvedServer> declared() {
        return servers.values().stream()
                .filter(entry -> entry.owner() == null)
                .map(Entry::server)
                .toList();
    }

    private Answer stamps(Request request) {
        Map<String, String> stamps = new HashMap<>();
        for (Object name : request.body(Set.class)) {
            Entry entry = servers.get(name);
            if (entry != null) {
                stamps.put(entry.server().name(), entry.server().revision() + "/" + hidden.get(name));
            }
        }
        return new Answer(200, stamps);
    }

    /** Where it listens. */
    public String url() {
        return http.url();
    }

    /** The stand-in below, for what else is asked of the registry. */
    public StubNeighbour neighbour() {
        return http;
    }

    /** A declared server, which everyone sees. */
    public void declare(String name, String config) {
        put(null, name, ServerSource.DECLARED, config);
    }

    /** A managed server of one user. */
    public void manage(String owner, String name, String config) {
        put(owner, name, ServerSource.MANAGED, config);
    }

    /** The definitions' hashes that count as accepted, of a server that is there. */
    public void pin(String name, Map<String, String> pins) {
        servers.computeIfPresent(name, (key, entry) -> new Entry(entry.owner(), pinned(entry.server(), pins)));
    }

    /** A server that is there was saved although it could not be connected. */
    public void uninspected(String name) {
        servers.computeIfPresent(name, (key, entry) -> new Entry(entry.owner(), uninspected(entry.server())));
    }

    /** From now on one user does not see a declared server. */
    public void hide(String name, String user) {
        hidden.put(name, user);
    }

    /** What an inspection found out of a server's text for models. */
    public void inspected(String name, String instructions) {
        servers.computeIfPresent(name, (key, entry) -> new Entry(entry.owner(), saying(entry.server(), instructions)));
    }

    /** What users may do with a server that is there, as bits; everything until it is said. */
    public void permit(String name, int permissions) {
        servers.computeIfPresent(
                name, (key, entry) -> new Entry(entry.owner(), permitted(entry.server(), permissions)));
    }

    /** Forgets a server, as after its deletion. */
    public void remove(String name) {
        servers.remove(name);
    }

    /** Forgets every server and answers again. */
    public void reset() {
        servers.clear();
        hidden.clear();
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

    private static ResolvedServer pinned(ResolvedServer server, Map<String, String> pins) {
        return new ResolvedServer(
                server.name(),
                server.source(),
                server.id(),
                server.config(),
                server.permissions(),
                server.revision(),
                server.inspectionFailed(),
                pins,
                server.instructions());
    }

    private static ResolvedServer saying(ResolvedServer server, String instructions) {
        return new ResolvedServer(
                server.name(),
                server.source(),
                server.id(),
                server.config(),
                server.permissions(),
                server.revision(),
                server.inspectionFailed(),
                server.pins(),
                instructions);
    }

    private static ResolvedServer permitted(ResolvedServer server, int permissions) {
        return new ResolvedServer(
                server.name(),
                server.source(),
                server.id(),
                server.config(),
                permissions,
                server.revision(),
                server.inspectionFailed(),
                server.pins(),
                server.instructions());
    }

    private static ResolvedServer uninspected(ResolvedServer server) {
        return new ResolvedServer(
                server.name(),
                server.source(),
                server.id(),
                server.config(),
                server.permissions(),
                server.revision(),
                true,
                server.pins(),
                server.instructions());
    }

    private Answer answer(Request request) {
        String user = queryOf(request.uri(), "user");
        String path = request.uri().getPath();
        if (questions.incrementAndGet() <= failures) {
            return new Answer(503, "down");
        }
        if (!request.authorized()) {
            return new Answer(401, "no token");
        }
        if (path.equals(PATH)) {
            List<ResolvedServer> visible = visibleTo(user);
            String all = '"' + Integer.toHexString(visible.hashCode()) + '"';
            return all.equals(request.known()) ? new Answer(304, null, all) : new Answer(200, visible, all);
        }
        Entry entry = servers.get(path.substring(PATH.length() + 1));
        boolean seen = entry != null && isSeen(entry, user);
        if (!seen) {
            return new Answer(404, "absent");
        }
        String tag = '"'
                + Integer.toHexString(Objects.hash(
                        entry.server().revision(),
                        entry.server().pins(),
                        entry.server().permissions()))
                + '"';
        boolean known = tag.equals(request.known());
        return new Answer(known ? 304 : 200, known ? null : entry.server(), tag);
    }

    private List<ResolvedServer> visibleTo(String user) {
        return servers.values().stream()
                .filter(entry -> isSeen(entry, user))
                .map(Entry::server)
                .toList();
    }

    private boolean isSeen(Entry entry, String user) {
        return entry.owner() == null
                ? !user.equals(hidden.get(entry.server().name()))
                : entry.owner().equals(user);
    }

    private static String queryOf(URI uri, String name) {
        return uri.getQuery() == null
                ? null
                : List.of(uri.getQuery().split("&")).stream()
                        .filter(pair -> pair.startsWith(name + "="))
                        .map(pair -> pair.substring(name.length() + 1))
                        .findFirst()
                        .orElse(null);
    }
}
