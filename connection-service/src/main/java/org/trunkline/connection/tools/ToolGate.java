package org.trunkline.connection.tools;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import org.trunkline.connection.links.Link;
import org.trunkline.connection.links.Listing;
import org.trunkline.connection.sessions.SessionRequest;
import org.trunkline.connection.sessions.Sessions;
import org.trunkline.problem.OutcomeUnknown;
import org.trunkline.problem.ToolRefused;
import org.trunkline.server.ResolvedServer;
import org.trunkline.tool.ToolDefinition;
import org.trunkline.tool.ToolPolicy;

/**
 * Which of a server's tools may be used: what its policy admits and, where tools are pinned, what still is as it was
 * accepted. Where definitions decide, those decide that the session's own list has, at the list as at the call.
 */
@ApplicationScoped
class ToolGate {

    /** How old a list may be that a tool's word is read in. */
    private static final Duration HARMLESS_FOR = Duration.ofHours(1);

    private static final ToolPolicy ALL = new ToolPolicy(null, null, null);

    private final Pins pins;
    private final Sessions sessions;
    private final ToolConfig config;

    ToolGate(Pins pins, Sessions sessions, ToolConfig config) {
        this.pins = pins;
        this.sessions = sessions;
        this.config = config;
    }

    /**
     * A server's tools that the policy admits.
     *
     * @param quarantined the hash of the definition of those where it is not the accepted one, by name
     */
    record Sorted(List<ToolDefinition> usable, Map<String, String> quarantined) {}

    /** What a server lists over the session that serves a request, sorted; the session's status tells it. */
    Uni<Sorted> sorted(SessionRequest request, Listing listing) {
        ResolvedServer server = request.server();
        List<ToolDefinition> admitted = admitted(server, listing);
        return pins.quarantined(server, admitted)
                .map(quarantined -> sorted(admitted, quarantined))
                .invoke(sorted -> tell(request, listing, sorted));
    }

    private void tell(SessionRequest request, Listing listing, Sorted sorted) {
        sessions.quarantine(
                request,
                listing.askedAt(),
                sorted.quarantined(),
                sorted.usable().isEmpty());
    }

    private static List<ToolDefinition> admitted(ResolvedServer server, Listing listing) {
        return listing.offer().tools().stream().filter(policy(server)::admits).toList();
    }

    /** @throws ToolRefused when a tool's name alone decides that it may not be called */
    void checkName(ResolvedServer server, String tool) {
        if (!policy(server).admitsName(tool)) {
            throw ToolRefused.denied(server.name(), tool);
        }
    }

    /**
     * Completes when a tool may be called over that link; fails with {@link ToolRefused} otherwise, and with
     * {@link OutcomeUnknown} when it was perhaps called before for the same request, and does not say that calling it
     * again does no more.
     */
    Uni<Void> check(SessionRequest request, String tool, Link link) {
        boolean repeated = request.delivery().repeated();
        if (!repeated && !needsDefinitions(request.server())) {
            return Uni.createFrom().voidItem();
        }
        return link.listing(config.definitionTime())
                .invoke(listing -> refuseUnlessRepeatable(repeated, tool, listing))
                .chain(listing -> check(request, tool, listing));
    }

    private Uni<Void> check(SessionRequest request, String tool, Listing listing) {
        ResolvedServer server = request.server();
        if (!needsDefinitions(server)) {
            return Uni.createFrom().voidItem();
        }
        return pins.quarantined(server, admitted(server, tool, listing))
                .invoke(quarantined -> {
                    if (!quarantined.isEmpty()) {
                        tellAlso(request, listing, quarantined);
                        throw ToolRefused.quarantined(server.name(), tool);
                    }
                })
                .replaceWithVoid();
    }

    /** Tells of these, and of what else is known to be otherwise by now. */
    private void tellAlso(SessionRequest request, Listing listing, Map<String, String> quarantined) {
        List<ToolDefinition> admitted = admitted(request.server(), listing);
        Map<String, String> all = new TreeMap<>(pins.changed(request.server(), admitted));
        all.putAll(quarantined);
        tell(request, listing, sorted(admitted, all));
    }

    private static void refuseUnlessRepeatable(boolean repeated, String tool, Listing listing) {
        boolean repeatable = listing.offer().tools().stream()
                .filter(definition -> definition.name().equals(tool))
                .anyMatch(ToolGate::saysThatItIsHarmless);
        if (repeated && !repeatable) {
            throw new OutcomeUnknown(tool);
        }
    }

    /**
     * Whether the server says that calling a tool twice is as good as once: it only reads, or is idempotent (MCP
     * 2025-11-25, "ToolAnnotations"). A tool that says nothing may do anything.
     */
    Uni<Boolean> isHarmless(String tool, Link link) {
        return link.listing(HARMLESS_FOR).map(listing -> {
            List<ToolDefinition> definitions = listing.offer().tools().stream()
                    .filter(definition -> definition.name().equals(tool))
                    .toList();
            return !definitions.isEmpty() && definitions.stream().allMatch(ToolGate::saysThatItIsHarmless);
        });
    }

    private static boolean saysThatItIsHarmless(ToolDefinition definition) {
        JsonNode annotations = definition.annotations();
        return annotations != null
                && (annotations.path("readOnlyHint").asBoolean()
                        || annotations.path("idempotentHint").asBoolean());
    }

    /**
     * What the server says of a tool, which may be several things: all must be admitted. A tool that it does not list
     * says nothing by which it could be.
     */
    private static List<ToolDefinition> admitted(ResolvedServer server, String tool, Listing listing) {
        List<ToolDefinition> definitions = listing.offer().tools().stream()
                .filter(definition -> definition.name().equals(tool))
                .toList();
        if (definitions.isEmpty() || !definitions.stream().allMatch(policy(server)::admits)) {
            throw ToolRefused.denied(server.name(), tool);
        }
        return definitions;
    }

    private static Sorted sorted(List<ToolDefinition> tools, Map<String, String> quarantined) {
        return new Sorted(
                tools.stream()
                        .filter(tool -> !quarantined.containsKey(tool.name()))
                        .toList(),
                quarantined);
    }

    private static boolean needsDefinitions(ResolvedServer server) {
        return server.pins() != null || policy(server).needsAnnotations();
    }

    private static ToolPolicy policy(ResolvedServer server) {
        return server.config().toolPolicy() == null ? ALL : server.config().toolPolicy();
    }
}
