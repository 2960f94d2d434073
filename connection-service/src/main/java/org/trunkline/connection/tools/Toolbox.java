package org.trunkline.connection.tools;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.trunkline.connection.credentials.KnownStates;
import org.trunkline.connection.credentials.SignIn;
import org.trunkline.connection.sessions.ConnectionState;
import org.trunkline.connection.sessions.Sessions;
import org.trunkline.connection.tools.ToolCatalogue.AuthField;
import org.trunkline.connection.tools.ToolCatalogue.Outcome;
import org.trunkline.connection.tools.ToolCatalogue.ServerTools;
import org.trunkline.connection.tools.ToolCatalogue.ToolEntry;
import org.trunkline.identity.Caller;
import org.trunkline.problem.AuthorizationRequired;
import org.trunkline.problem.UpstreamFailure;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.ServerNames;
import org.trunkline.server.SessionScope;
import org.trunkline.server.ToolKey;
import org.trunkline.tool.ToolDefinition;

/** Asks servers for their tools, all at once: one that fails or is slow costs the others nothing. */
@ApplicationScoped
class Toolbox {

    private final Sessions sessions;
    private final ToolConfig config;
    private final ToolGate gate;

    Toolbox(Sessions sessions, ToolConfig config, ToolGate gate) {
        this.sessions = sessions;
        this.config = config;
        this.gate = gate;
    }

    /** The tools of all servers; of two whose names cannot be told apart in a tool's key, the second is left out. */
    Uni<ToolCatalogue> catalogue(
            Caller caller, List<ResolvedServer> servers, KnownStates known, SchemaFlavour flavour) {
        Set<String> shadowed =
                ServerNames.shadowed(servers.stream().map(ResolvedServer::name).toList());
        List<Uni<ServerTools>> asked = servers.stream()
                .filter(server -> !shadowed.contains(server.name()))
                .map(server -> tools(caller, server, known, flavour))
                .toList();
        if (asked.isEmpty()) {
            return Uni.createFrom().item(new ToolCatalogue(Map.of()));
        }
        return Uni.join().all(asked).andFailFast().map(Toolbox::byName);
    }

    private Uni<ServerTools> tools(Caller caller, ResolvedServer server, KnownStates known, SchemaFlavour flavour) {
        SessionScope scope = SessionScope.of(server.config(), server.source());
        if (scope.perRequest() || isDeferred(caller, server)) {
            return Uni.createFrom().item(without(server, known, Outcome.DEFERRED, null));
        }
        return sessions.use(caller, server, SignIn.LEAVE, link -> gate.tools(server, link))
                .ifNoItem()
                .after(config.catalogueBudget())
                .fail()
                .map(tools -> with(server, known, tools, flavour))
                .onFailure()
                .recoverWithItem(failure -> without(server, known, outcome(failure), failure.getMessage()));
    }

    private static Outcome outcome(Throwable failure) {
        boolean unauthorized = failure instanceof AuthorizationRequired
                || failure instanceof UpstreamFailure upstream && upstream.isForAuthorization();
        return unauthorized ? Outcome.UNAUTHORIZED : Outcome.UNREACHABLE;
    }

    /** A server with {@code startup: false} waits until its session is open. */
    private boolean isDeferred(Caller caller, ResolvedServer server) {
        boolean waits = Boolean.FALSE.equals(server.config().startup());
        return waits && sessions.status(caller, server).state() != ConnectionState.CONNECTED;
    }

    private static ServerTools with(
            ResolvedServer server, KnownStates known, ToolGate.Sorted tools, SchemaFlavour flavour) {
        List<ToolEntry> entries = tools.usable().stream()
                .map(tool -> entry(server, tool, flavour))
                .toList();
        boolean all = tools.quarantined().isEmpty();
        return entry(
                server, known, entries, all ? Outcome.OK : Outcome.QUARANTINED, all ? null : tools.quarantined(), null);
    }

    private static ServerTools without(ResolvedServer server, KnownStates known, Outcome outcome, String error) {
        return entry(server, known, List.of(), outcome, null, error);
    }

    private static ServerTools entry(
            ResolvedServer server,
            KnownStates known,
            List<ToolEntry> tools,
            Outcome outcome,
            List<String> quarantined,
            String error) {
        ServerConfig config = server.config();
        return new ServerTools(
                server.name(),
                config.iconPath(),
                isAuthenticated(server, known, outcome),
                authConfig(config),
                tools,
                outcome,
                quarantined,
                error);
    }

    /** A server that was used has what it asks for, also when oauth-service does not tell. */
    private static boolean isAuthenticated(ResolvedServer server, KnownStates known, Outcome outcome) {
        if (known.told() == null && (outcome == Outcome.OK || outcome == Outcome.QUARANTINED)) {
            return true;
        }
        return known.hasValues(server)
                && switch (known.of(server).state()) {
                    case NOT_REQUIRED, AUTHORIZED, STEP_UP -> true;
                    case NEEDS_AUTHORIZATION, AUTHORIZING, EXPIRED, ERROR -> false;
                };
    }

    private static ToolEntry entry(ResolvedServer server, ToolDefinition tool, SchemaFlavour flavour) {
        String key = ToolKey.of(tool.name(), server.name()).toString();
        return new ToolEntry(tool.name(), key, tool.description(), flavour.of(tool.inputSchema()), tool.annotations());
    }

    private static boolean wantsValues(ServerConfig config) {
        return config.customUserVars() != null && !config.customUserVars().isEmpty();
    }

    private static List<AuthField> authConfig(ServerConfig config) {
        return !wantsValues(config)
                ? List.of()
                : config.customUserVars().entrySet().stream()
                        .map(variable -> new AuthField(
                                variable.getKey(),
                                variable.getValue().title(),
                                variable.getValue().description(),
                                !Boolean.FALSE.equals(variable.getValue().sensitive())))
                        .toList();
    }

    private static ToolCatalogue byName(List<ServerTools> answers) {
        Map<String, ServerTools> servers = new LinkedHashMap<>();
        answers.forEach(answer -> servers.put(answer.name(), answer));
        return new ToolCatalogue(servers);
    }
}
