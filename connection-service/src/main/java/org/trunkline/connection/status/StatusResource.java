package org.trunkline.connection.status;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.trunkline.connection.credentials.KnownStates;
import org.trunkline.connection.credentials.UserStates;
import org.trunkline.connection.links.LastWords;
import org.trunkline.connection.servers.Servers;
import org.trunkline.connection.sessions.ConnectionState;
import org.trunkline.connection.sessions.Elsewhere;
import org.trunkline.connection.sessions.OtherSessions;
import org.trunkline.connection.sessions.Reason;
import org.trunkline.connection.sessions.SessionRequest;
import org.trunkline.connection.sessions.SessionStatus;
import org.trunkline.connection.sessions.SessionStatus.Degradation;
import org.trunkline.connection.sessions.Sessions;
import org.trunkline.credential.AuthorizationState;
import org.trunkline.identity.Caller;
import org.trunkline.identity.Callers;
import org.trunkline.server.ResolvedServer;

/** How the caller's connections are. */
@Path("/api/mcp/connection/status")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "status", description = "The state of a user's connections")
class StatusResource {

    private final Callers callers;
    private final Servers servers;
    private final Sessions sessions;
    private final UserStates states;
    private final Elsewhere elsewhere;
    private final LastWords lastWords;

    StatusResource(
            Callers callers,
            Servers servers,
            Sessions sessions,
            UserStates states,
            Elsewhere elsewhere,
            LastWords lastWords) {
        this.lastWords = lastWords;
        this.elsewhere = elsewhere;
        this.callers = callers;
        this.servers = servers;
        this.sessions = sessions;
        this.states = states;
    }

    /**
     * The answer for all servers.
     *
     * @param oauthTimeout milliseconds that a user has to finish a flow; null when oauth-service does not answer
     */
    @RegisterForReflection
    record AllStatus(boolean success, Map<String, ConnectionStatus> connectionStatus, Long oauthTimeout) {}

    /** The answer for one server. */
    @RegisterForReflection
    record OneStatus(
            boolean success,
            String serverName,
            ConnectionState connectionStatus,
            boolean requiresOAuth,
            AuthorizationState authorizationState,
            String error,
            Reason reason,
            Instant since,
            Instant lastUse,
            Degradation degraded,
            QuarantinedTools quarantined,
            Long retryAfter,
            List<String> stderr) {

        static OneStatus of(String server, ConnectionStatus status) {
            return new OneStatus(
                    true,
                    server,
                    status.connectionState(),
                    status.requiresOAuth(),
                    status.authorizationState(),
                    status.error(),
                    status.reason(),
                    status.since(),
                    status.lastUse(),
                    status.degraded(),
                    status.quarantined(),
                    status.retryAfter(),
                    status.stderr());
        }
    }

    @GET
    @Operation(summary = "The state of the caller's connection to each server", description = "Opens no session.")
    @APIResponse(responseCode = "200", description = "The states by server name")
    @APIResponse(responseCode = "400", description = "session is not a label")
    @APIResponse(responseCode = "401", description = "No valid bearer token")
    public Uni<AllStatus> all(@Parameter(description = SessionRequest.LABEL_DESCRIPTION) @RestQuery String session) {
        Caller caller = callers.current();
        String label = SessionRequest.label(session);
        return Uni.combine()
                .all()
                .unis(servers.all(caller), states.of(caller), elsewhere.of(caller.id()))
                .asTuple()
                .map(all -> new AllStatus(
                        true,
                        byName(caller, all.getItem1(), label, all.getItem2(), all.getItem3()),
                        all.getItem2().flowTimeout()));
    }

    @GET
    @Path("/{server}")
    @Operation(summary = "The state of the caller's connection to one server", description = "Opens no session.")
    @APIResponse(responseCode = "200", description = "The state")
    @APIResponse(responseCode = "400", description = "session is not a label")
    @APIResponse(responseCode = "401", description = "No valid bearer token")
    @APIResponse(responseCode = "404", description = "No such server for this caller")
    public Uni<OneStatus> one(
            @Parameter(description = "The server's name", example = "everything") @RestPath String server,
            @Parameter(description = SessionRequest.LABEL_DESCRIPTION) @RestQuery String session) {
        Caller caller = callers.current();
        String label = SessionRequest.label(session);
        return servers.find(caller, server)
                .chain(found -> Uni.combine()
                        .all()
                        .unis(states.of(caller), elsewhere.of(caller.id()))
                        .with((known, others) -> OneStatus.of(
                                found.name(), status(SessionRequest.of(caller, found, label), known, others))));
    }

    private Map<String, ConnectionStatus> byName(
            Caller caller, List<ResolvedServer> visible, String label, KnownStates known, OtherSessions others) {
        Map<String, ConnectionStatus> byName = new LinkedHashMap<>();
        visible.forEach(
                server -> byName.put(server.name(), status(SessionRequest.of(caller, server, label), known, others)));
        return byName;
    }

    private ConnectionStatus status(SessionRequest request, KnownStates known, OtherSessions others) {
        SessionStatus status = sessions.status(request, others);
        return ConnectionStatus.of(
                lastWords.mayHear(request.caller(), request.server()) ? status : status.discreet(),
                known.of(request.server()));
    }
}
