package org.trunkline.connection.servers;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.trunkline.identity.Caller;
import org.trunkline.neighbours.RegistryClient;
import org.trunkline.problem.NeighbourUnavailable;
import org.trunkline.problem.NotFound;
import org.trunkline.problem.Problem;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.ServerNames;
import org.trunkline.server.ToolKey;

/** The servers that a caller may use, as the registry says; an answer for one server is kept for some seconds. */
@ApplicationScoped
public class Servers {

    private static final int CACHED_ANSWERS = 50_000;

    private final RegistryClient registry;
    private final Event<ServerForgotten> forgotten;
    private final AsyncCache<Question, ResolvedServer> answers;

    private record Question(String user, String role, Set<String> groups, String server) {}

    Servers(@RestClient RegistryClient registry, Event<ServerForgotten> forgotten, ServersConfig config) {
        this.registry = registry;
        this.forgotten = forgotten;
        this.answers = Caffeine.newBuilder()
                .expireAfterWrite(config.cacheTime())
                .maximumSize(CACHED_ANSWERS)
                .buildAsync();
    }

    /** One server; fails with {@link NotFound} when the caller may not see it. */
    public Uni<ResolvedServer> find(Caller caller, String name) {
        return Uni.createFrom()
                .completionStage(() -> answers.get(question(caller, name), (key, executor) -> ask(caller, name))
                        .copy())
                .onFailure(NotFound.class)
                .transform(absent -> NotFound.server(name));
    }

    /** A server that could not be inspected before, after the registry has tried again; else the server as it is. */
    public Uni<ResolvedServer> inspected(Caller caller, ResolvedServer server) {
        if (!server.inspectionFailed()) {
            return Uni.createFrom().item(server);
        }
        return registry.inspectAgain(server.name())
                .onFailure()
                .transform(cause -> new NeighbourUnavailable(RegistryClient.NAME, cause))
                .invoke(() -> answers.synchronous().invalidate(question(caller, server.name())))
                .chain(() -> find(caller, server.name()));
    }

    /** Drops what is remembered of a server, for all users; answers that are under way are not remembered either. */
    public void forget(String name) {
        answers.asMap().keySet().removeIf(question -> question.server().equals(name));
        forgotten.fire(new ServerForgotten(name));
    }

    /** Every server that the caller may see, asked anew. */
    public Uni<List<ResolvedServer>> all(Caller caller) {
        return registry.visibleTo(caller.id(), caller.role(), caller.groups())
                .onFailure(Servers::isOutage)
                .transform(cause -> new NeighbourUnavailable(RegistryClient.NAME, cause));
    }

    /**
     * The server that a tool's key names and the tool's name at that server.
     *
     * @return fails with {@link NotFound} when the key names no server that the caller may see
     */
    public Uni<Tool> byToolKey(Caller caller, String key) {
        return all(caller).map(servers -> {
            Set<String> shadowed = ServerNames.shadowed(
                    servers.stream().map(ResolvedServer::name).toList());
            List<String> names = servers.stream()
                    .map(ResolvedServer::name)
                    .filter(name -> !shadowed.contains(name))
                    .toList();
            ToolKey parts = ToolKey.split(key, names);
            String name = parts.serverAmong(names)
                    .orElseThrow(() -> NotFound.server(parts.server() == null ? key : parts.server()));
            return servers.stream()
                    .filter(server -> server.name().equals(name))
                    .findFirst()
                    .map(server -> new Tool(parts.tool(), server))
                    .orElseThrow();
        });
    }

    /** A tool of a server. */
    public record Tool(String name, ResolvedServer server) {}

    private static Question question(Caller caller, String name) {
        return new Question(caller.id(), caller.role(), caller.groups(), name);
    }

    private CompletableFuture<ResolvedServer> ask(Caller caller, String name) {
        return registry.resolve(name, caller.id(), caller.role(), caller.groups())
                .onFailure(Servers::isOutage)
                .transform(cause -> new NeighbourUnavailable(RegistryClient.NAME, cause))
                .subscribeAsCompletionStage();
    }

    private static boolean isOutage(Throwable failure) {
        return !(failure instanceof Problem);
    }
}
