package org.trunkline.connection.tools;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.trunkline.neighbours.RegistryClient;
import org.trunkline.problem.Conflict;
import org.trunkline.problem.NeighbourUnavailable;
import org.trunkline.problem.NotFound;
import org.trunkline.problem.Problem;
import org.trunkline.server.ResolvedServer;
import org.trunkline.tool.ToolDefinition;
import org.trunkline.tool.ToolReport;

/**
 * Compares tools with what the registry has pinned of them. The registry's last answer about the server decides; what
 * it does not know, or knows otherwise, it is told: once a minute at most, however many calls meet it, and before a new
 * tool is used.
 */
@ApplicationScoped
class Pins {

    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int REMEMBERED_REPORTS = 10_000;

    private final RegistryClient registry;
    private final Map<ToolDefinition, String> known = Collections.synchronizedMap(new WeakHashMap<>());
    private final AsyncCache<Reported, Map<String, String>> reports = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(REMEMBERED_REPORTS)
            .buildAsync();

    private record Reported(String server, String revision, Map<String, String> hashes) {}

    Pins(@RestClient RegistryClient registry) {
        this.registry = registry;
    }

    /**
     * Those tools whose definition is not the pinned one: its hash by the tool's name. Fails with
     * {@link NeighbourUnavailable} when a tool must be reported first and the registry does not take it.
     */
    Uni<Map<String, String>> quarantined(ResolvedServer server, List<ToolDefinition> tools) {
        if (server.pins() == null) {
            return Uni.createFrom().item(Map.of());
        }
        List<ToolDefinition> unknown = differing(tools, server.pins());
        if (unknown.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return report(server, unknown).map(pinned -> {
            Map<String, String> pins = new TreeMap<>(pinned);
            pins.putAll(server.pins());
            return hashes(differing(unknown, pins));
        });
    }

    /** The same of those tools only that are known to have had another definition; nobody is asked. */
    Map<String, String> changed(ResolvedServer server, List<ToolDefinition> tools) {
        Map<String, String> pins = server.pins();
        List<ToolDefinition> known =
                tools.stream().filter(tool -> pins.containsKey(tool.name())).toList();
        return hashes(differing(known, pins));
    }

    private List<ToolDefinition> differing(List<ToolDefinition> tools, Map<String, String> pins) {
        return tools.stream()
                .filter(tool -> !hash(tool).equals(pins.get(tool.name())))
                .toList();
    }

    private Uni<Map<String, String>> report(ResolvedServer server, List<ToolDefinition> tools) {
        Reported key = new Reported(server.name(), server.revision(), hashes(tools));
        return Uni.createFrom()
                .completionStage(() -> reports.get(key, (unused, executor) -> send(server, tools))
                        .copy());
    }

    private CompletableFuture<Map<String, String>> send(ResolvedServer server, List<ToolDefinition> tools) {
        return registry.report(server.name(), new ToolReport(server.revision(), tools))
                .onFailure(NotFound.class)
                .transform(gone -> new Conflict("MCP server '" + server.name() + "' was changed just now; try again"))
                .onFailure(failure -> !(failure instanceof Problem))
                .transform(cause -> new NeighbourUnavailable(RegistryClient.NAME, cause))
                .subscribeAsCompletionStage();
    }

    private Map<String, String> hashes(List<ToolDefinition> tools) {
        Map<String, String> hashes = new TreeMap<>();
        tools.forEach(tool -> hashes.put(tool.name(), hash(tool)));
        return hashes;
    }

    private String hash(ToolDefinition tool) {
        return known.computeIfAbsent(tool, ToolDefinition::hash);
    }
}
