package org.trunkline.connection.tools;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.trunkline.connection.credentials.KnownStates;
import org.trunkline.connection.inspections.OpenTools;
import org.trunkline.connection.links.Listing;
import org.trunkline.connection.sessions.ConnectionState;
import org.trunkline.connection.sessions.SessionRequest;
import org.trunkline.connection.sessions.Sessions;
import org.trunkline.connection.tools.KnownList.Known;
import org.trunkline.connection.tools.ToolCatalogue.Outcome;
import org.trunkline.connection.tools.ToolCatalogue.ServerTools;
import org.trunkline.identity.Caller;
import org.trunkline.problem.AuthorizationRequired;
import org.trunkline.problem.UpstreamFailure;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.ServerNames;
import org.trunkline.server.SessionScope;

/** Puts the catalogue together, of all servers at once: one that fails or is slow costs the others nothing. */
@ApplicationScoped
class Toolbox {

    private static final String PER_REQUEST = "the server is connected for each request only";
    private static final String WAITS = "the server is not connected before the user asks for it";
    private static final String OLD = "the server has not been asked since";

    private static final String UNSIGNED = "the user has to sign in before the tools can be called";

    private final Sessions sessions;
    private final OpenTools openTools;
    private final ToolConfig config;
    private final ToolGate gate;
    private final KnownTools known;

    Toolbox(Sessions sessions, OpenTools openTools, ToolConfig config, ToolGate gate, KnownTools known) {
        this.sessions = sessions;
        this.openTools = openTools;
        this.config = config;
        this.gate = gate;
        this.known = known;
    }

    /** The tools of all servers; of two whose names cannot be told apart in a tool's key, the second is left out. */
    Uni<ToolCatalogue> catalogue(
            Caller caller, List<ResolvedServer> servers, KnownStates states, SchemaFlavour flavour) {
        Set<String> shadowed =
                ServerNames.shadowed(servers.stream().map(ResolvedServer::name).toList());
        List<Uni<ServerTools>> asked = servers.stream()
                .filter(server -> !shadowed.contains(server.name()))
                .map(server -> tools(caller, new ServerEntry(server, states, flavour)))
                .toList();
        if (asked.isEmpty()) {
            return Uni.createFrom().item(new ToolCatalogue(Map.of()));
        }
        return Uni.join().all(asked).andFailFast().map(Toolbox::byName);
    }

    private Uni<ServerTools> tools(Caller caller, ServerEntry entry) {
        ResolvedServer server = entry.server();
        if (SessionScope.of(server.config(), server.source()).perRequest()) {
            return Uni.createFrom().item(entry.without(Outcome.DEFERRED, PER_REQUEST));
        }
        Uni<Known> answer = isDeferred(caller, server)
                ? Uni.createFrom().item(known.remembered(caller, server))
                : known.of(caller, server, entry.trusted());
        return answer.chain(told -> told(caller, entry, told));
    }

    private Uni<ServerTools> told(Caller caller, ServerEntry entry, Known told) {
        Listing listing = told.listing();
        if (listing == null) {
            return openTools
                    .remembered(entry.server())
                    .filter(open -> !entry.trusted() || isForUser(told.why()))
                    .map(open -> sorted(caller, entry, open, Outcome.UNAUTHORIZED, UNSIGNED))
                    .orElseGet(() -> Uni.createFrom().item(without(entry, told.why())));
        }
        String stale = stale(told);
        return sorted(caller, entry, listing, stale == null ? Outcome.OK : Outcome.STALE, stale);
    }

    private Uni<ServerTools> sorted(Caller caller, ServerEntry entry, Listing listing, Outcome outcome, String why) {
        return gate.sorted(SessionRequest.of(caller, entry.server()), listing)
                .map(tools -> entry.with(listing, tools, outcome, why))
                .onFailure()
                .recoverWithItem(failure -> without(entry, failure));
    }

    private String stale(Known told) {
        if (told.why() != null) {
            return told.why().getMessage();
        }
        return told.isOlderThan(config.refreshAfter()) ? OLD : null;
    }

    /** @param why null: it was not even tried */
    private static ServerTools without(ServerEntry entry, Throwable why) {
        return why == null ? entry.without(Outcome.DEFERRED, WAITS) : entry.without(outcome(why), why.getMessage());
    }

    private static Outcome outcome(Throwable failure) {
        return isForUser(failure) ? Outcome.UNAUTHORIZED : Outcome.UNREACHABLE;
    }

    private static boolean isForUser(Throwable failure) {
        return failure instanceof AuthorizationRequired
                || failure instanceof UpstreamFailure upstream && upstream.isForAuthorization();
    }

    /** A server with {@code startup: false} waits until its session is open. */
    private boolean isDeferred(Caller caller, ResolvedServer server) {
        boolean waits = Boolean.FALSE.equals(server.config().startup());
        return waits && sessions.status(caller, server).state() != ConnectionState.CONNECTED;
    }

    private static ToolCatalogue byName(List<ServerTools> answers) {
        Map<String, ServerTools> servers = new LinkedHashMap<>();
        answers.forEach(answer -> servers.put(answer.name(), answer));
        return new ToolCatalogue(servers);
    }
}
