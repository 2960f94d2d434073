package org.trunkline.connection.servers;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.ws.rs.core.HttpHeaders;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.StatusCode;
import org.trunkline.connection.links.Interned;
import org.trunkline.identity.Caller;
import org.trunkline.neighbours.RegistryClient;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.problem.NeighbourUnavailable;
import org.trunkline.problem.NotFound;
import org.trunkline.problem.Problem;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.ServerNames;
import org.trunkline.server.ToolKey;

/**
 * The servers that a caller may use, as the registry says. Its answers about one server, and about the names of all,
 * are kept for some seconds, and renewed in the background while they are in use.
 */
@ApplicationScoped
public class Servers {

    private static final int MOST_LISTS = 5_000;
    private static final Duration LIST_MEMORY = Duration.ofMinutes(5);

    private final RegistryClient registry;
    private final Event<ServerForgotten> forgotten;
    private final Answers<Question, Tagged> answers;
    private final Answers<User, List<String>> names;
    private final Cache<User, TaggedAll> lists = Caffeine.newBuilder()
            .maximumSize(MOST_LISTS)
            .expireAfterWrite(LIST_MEMORY)
            .build();
    private final Interned<ResolvedServer> resolved = new Interned<>();

    private record User(String id, String role, Set<String> groups) {

        static User of(Caller caller) {
            return new User(caller.id(), caller.role(), caller.groups());
        }
    }

    private record Question(User user, String server) {}

    /** A server and the entity tag of what the registry said of it. */
    private record Tagged(ResolvedServer server, String tag) {}

    /** All servers of a user and the entity tag of what the registry said; null when it gave none. */
    private record TaggedAll(List<ResolvedServer> servers, String tag) {}

    Servers(
            @RestClient RegistryClient registry,
            Event<ServerForgotten> forgotten,
            ServersConfig config,
            MeterRegistry meters) {
        this.registry = registry;
        this.forgotten = forgotten;
        this.answers = new Answers<>("servers", config.cacheTime(), config.outageTime(), meters);
        this.names = new Answers<>("names", config.cacheTime(), config.outageTime(), meters);
    }

    /** One server; fails with {@link NotFound} when the caller may not see it. */
    public Uni<ResolvedServer> find(Caller caller, String name) {
        return answers.of(new Question(User.of(caller), name), known -> ask(caller, name, known))
                .map(Tagged::server)
                .onFailure(NotFound.class)
                .transform(absent -> NotFound.server(name));
    }

    /** A server that could not be inspected before, after the registry has tried again; else the server as it is. */
    public Uni<ResolvedServer> inspected(Caller caller, ResolvedServer server) {
        if (!server.inspectionFailed()) {
            return Uni.createFrom().item(server);
        }
        Question asked = new Question(User.of(caller), server.name());
        return registry.inspectAgain(server.name())
                .onFailure()
                .transform(cause -> new NeighbourUnavailable(RegistryClient.NAME, cause))
                .invoke(() -> answers.forget(asked::equals))
                .chain(() -> find(caller, server.name()));
    }

    /** Drops what is remembered of a server, for all users; answers that are under way are not remembered either. */
    public void forget(String name) {
        answers.forget(question -> question.server().equals(name));
        forgotten.fire(new ServerForgotten(name));
    }

    /** Every server that the caller may see, asked anew; those that have not changed are not told again. */
    public Uni<List<ResolvedServer>> all(Caller caller) {
        User user = User.of(caller);
        TaggedAll known = lists.getIfPresent(user);
        return registry.visibleTo(user.id(), user.role(), user.groups(), known == null ? null : known.tag())
                .map(answer -> told(answer, known))
                .invoke(all -> lists.put(user, all))
                .map(TaggedAll::servers)
                .onFailure(Servers::isOutage)
                .transform(cause -> new NeighbourUnavailable(RegistryClient.NAME, cause));
    }

    /** Every declared server, whomever it is for. */
    public Uni<List<ResolvedServer>> declared() {
        return registry.declared();
    }

    /** A declared server, whomever it is for; fails with {@link NotFound} when there is none. */
    public Uni<ResolvedServer> declared(String name) {
        return declared()
                .map(all -> all.stream()
                        .filter(server -> server.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> NotFound.server(name)));
    }

    /**
     * What changes with a server's configuration, whose revision it begins with, and with whom it is shared with.
     *
     * @return by name; a server that is not there has none
     */
    public Uni<Map<String, String>> stamps(Set<String> names) {
        return registry.stamps(names);
    }

    /**
     * The server that a tool's key names and the tool's name at that server.
     *
     * @return fails with {@link NotFound} when the key names no server that the caller may see
     */
    public Uni<Tool> byToolKey(Caller caller, String key) {
        return names.of(User.of(caller), known -> names(caller))
                .chain(known -> ToolKey.split(key, known).serverAmong(known).isPresent()
                        ? Uni.createFrom().item(known)
                        : names(caller))
                .chain(known -> named(caller, key, known));
    }

    /** A tool of a server. */
    public record Tool(String name, ResolvedServer server) {}

    private Uni<Tool> named(Caller caller, String key, List<String> known) {
        ToolKey parts = ToolKey.split(key, known);
        if (parts.server() == null) {
            throw InvalidRequest.field("tool", "tool must name a tool and its server: <tool>_mcp_<server>");
        }
        String server = parts.serverAmong(known).orElseThrow(() -> NotFound.server(parts.server()));
        return find(caller, server).map(found -> new Tool(parts.tool(), found));
    }

    /** The names of the caller's servers whose tools can be told apart. */
    private Uni<List<String>> names(Caller caller) {
        return all(caller).map(servers -> {
            List<String> all = servers.stream().map(ResolvedServer::name).toList();
            Set<String> shadowed = ServerNames.shadowed(all);
            return all.stream().filter(name -> !shadowed.contains(name)).toList();
        });
    }

    private Uni<Tagged> ask(Caller caller, String name, Tagged known) {
        return registry.resolve(name, caller.id(), caller.role(), caller.groups(), known == null ? null : known.tag())
                .map(answer -> told(answer, known))
                .onFailure(Servers::isOutage)
                .transform(cause -> new NeighbourUnavailable(RegistryClient.NAME, cause));
    }

    private static TaggedAll told(RestResponse<List<ResolvedServer>> answer, TaggedAll known) {
        return answer.getStatus() == StatusCode.NOT_MODIFIED
                ? known
                : new TaggedAll(answer.getEntity(), answer.getHeaderString(HttpHeaders.ETAG));
    }

    /** What the registry says of a server is the same for most users: it is kept once for all of them. */
    private Tagged told(RestResponse<ResolvedServer> answer, Tagged known) {
        return answer.getStatus() == StatusCode.NOT_MODIFIED
                ? known
                : new Tagged(resolved.of(answer.getEntity()), answer.getHeaderString(HttpHeaders.ETAG));
    }

    private static boolean isOutage(Throwable failure) {
        return !(failure instanceof Problem);
    }
}
