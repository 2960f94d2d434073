package org.trunkline.connection.sessions;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.trunkline.connection.credentials.Credentials;
import org.trunkline.connection.credentials.CurrentCredential;
import org.trunkline.connection.credentials.SignIn;
import org.trunkline.connection.links.Link;
import org.trunkline.connection.links.Links;
import org.trunkline.connection.transports.RequestAuthorization;
import org.trunkline.connection.transports.TransportException;
import org.trunkline.credential.Credential;
import org.trunkline.identity.Caller;
import org.trunkline.placeholder.PlaceholderValues;
import org.trunkline.placeholder.Placeholders;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.problem.Problem;
import org.trunkline.problem.UpstreamFailure;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.SessionScope;

/** The live sessions of this replica: one for each key, opened on demand, however many calls ask for it at once. */
@ApplicationScoped
public class Sessions {

    private static final Logger LOG = Logger.getLogger(Sessions.class);
    private static final SessionStatus NONE = new SessionStatus(ConnectionState.DISCONNECTED, null);

    private final Map<SessionKey, Session> sessions = new ConcurrentHashMap<>();
    private final Links links;
    private final Credentials credentials;
    private final Placeholders placeholders;
    private final SessionConfig config;

    Sessions(Links links, Credentials credentials, SessionConfig config) {
        this.links = links;
        this.credentials = credentials;
        this.placeholders = new Placeholders(Clock.systemUTC());
        this.config = config;
    }

    /**
     * Does work over the caller's link to a server, which is opened if there is none. Work whose upstream session turns
     * out to be lost, or whose credential is refused, is done once more over a new one, or with a better one: the
     * server had not accepted it.
     *
     * @param signIn what to do when the user has to sign in first
     * @return what the work gives; fails with a {@link Problem}
     */
    public <T> Uni<T> use(Caller caller, ResolvedServer server, SignIn signIn, Function<Link, Uni<T>> work) {
        return credentials
                .of(caller, server, signIn)
                .chain(credential -> accepted(caller, server, credential, work)
                        .onFailure(Sessions::isRefusal)
                        .recoverWithUni(refusal -> credentials
                                .afterRefusal(caller, server, credential, (TransportException) refusal, signIn)
                                .chain(better -> accepted(caller, server, better, work)))
                        .onFailure(Sessions::isRefusal)
                        .transform(refusal -> UpstreamFailure.unauthorized(server.name())));
    }

    /** How the caller's session with a server is. */
    public SessionStatus status(Caller caller, ResolvedServer server) {
        Session session = sessions.get(SessionKey.of(caller, server));
        return session == null || session.outdated(server.revision()) ? NONE : session.status();
    }

    /** Ends the caller's session with a server, if there is one; calls under way finish first. */
    public Uni<Void> close(Caller caller, ResolvedServer server) {
        Session session = sessions.remove(SessionKey.of(caller, server));
        return session == null ? Uni.createFrom().voidItem() : session.retire();
    }

    /**
     * Ends every session with a server, calls under way too.
     *
     * @return when all are closed upstream, or the time for closing is over
     */
    public Uni<Void> closeAll(String server) {
        return closedNow(sessions.values().stream()
                .filter(session -> session.key().server().equals(server))
                .filter(session -> sessions.remove(session.key(), session))
                .toList());
    }

    /** Whether the user has a session with a server that is open or being opened. */
    boolean has(String user, String server) {
        return sessions.values().stream()
                .filter(session -> session.key().belongsTo(user, server))
                .map(session -> session.status().state())
                .anyMatch(state -> state == ConnectionState.CONNECTED || state == ConnectionState.CONNECTING);
    }

    /** Ends the sessions that a user has with a server; calls under way finish first. */
    void retire(String user, String server) {
        sessions.values().stream()
                .filter(session -> session.key().belongsTo(user, server))
                .forEach(this::forget);
    }

    @Scheduled(every = "30s")
    void closeIdle() {
        sessions.values().stream()
                .filter(session -> session.idle(config.idleTimeout()))
                .forEach(session -> {
                    sessions.remove(session.key(), session);
                    session.retire().subscribe().with(ignored -> {});
                });
    }

    void closeAll(@Observes ShutdownEvent shutdown) {
        closedNow(List.copyOf(sessions.values())).await().indefinitely();
    }

    private Uni<Void> closedNow(List<Session> closing) {
        if (closing.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        LOG.infof("closing %d sessions", closing.size());
        return Uni.join()
                .all(closing.stream().map(Session::closeNow).toList())
                .andCollectFailures()
                .ifNoItem()
                .after(config.closeTimeout())
                .recoverWithItem(List.of())
                .onFailure()
                .recoverWithItem(List.of())
                .replaceWithVoid();
    }

    /** Fails with a {@link TransportException} only when the credential is refused. */
    private <T> Uni<T> accepted(
            Caller caller, ResolvedServer server, Credential credential, Function<Link, Uni<T>> work) {
        return attempt(caller, server, credential, work)
                .onFailure(Sessions::wasNotAccepted)
                .recoverWithUni(() -> attempt(caller, server, credential, work))
                .onFailure(failure -> failure instanceof TransportException && !isRefusal(failure))
                .transform(lost -> UpstreamFailure.unreachable(server.name(), lost.getMessage(), lost));
    }

    private <T> Uni<T> attempt(
            Caller caller, ResolvedServer server, Credential credential, Function<Link, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Session session = current(caller, server, credential);
            return session.use(work)
                    .onFailure(failure -> failure instanceof TransportException && !isRefusal(failure))
                    .invoke(() -> forget(session));
        });
    }

    private Session current(Caller caller, ResolvedServer server, Credential credential) {
        return sessions.compute(SessionKey.of(caller, server), (key, present) -> {
            if (present != null && present.usable(server.revision(), credential)) {
                return present;
            }
            if (present != null) {
                present.retire().subscribe().with(ignored -> {});
            }
            CurrentCredential current =
                    present == null ? new CurrentCredential(credential) : present.renewed(credential);
            return new Session(key, server.revision(), current, open(key, caller, server, credential, current));
        });
    }

    private Uni<Link> open(
            SessionKey key,
            Caller caller,
            ResolvedServer server,
            Credential credential,
            RequestAuthorization authorization) {
        return Uni.createFrom()
                .deferred(() -> links.open(
                        server.name(), configuration(key, caller, server, credential.userValues()), authorization));
    }

    /** A shared session knows no user: whatever of a user would be in its configuration stays unfilled. */
    private ServerConfig configuration(
            SessionKey key, Caller caller, ResolvedServer server, Map<String, String> userValues) {
        refuseIfIncomplete(server);
        PlaceholderValues values = key.shared()
                ? PlaceholderValues.shared(server.source())
                : PlaceholderValues.of(server.source(), caller, userValues);
        ServerConfig filled = placeholders.expand(server.config(), values);
        if (Placeholders.leftover(filled.url())) {
            throw UpstreamFailure.unreachable(
                    server.name(), "Runtime URL still contains unresolved MCP placeholders after resolution.", null);
        }
        return filled;
    }

    /** What would go upstream with its placeholders unfilled does not go at all. */
    private static void refuseIfIncomplete(ResolvedServer server) {
        List<String> fields = SessionScope.of(server.config(), server.source()).missingBodyFields(Map.of());
        if (!fields.isEmpty()) {
            throw new InvalidRequest(
                    "Request body field(s) required to resolve runtime MCP placeholders: " + String.join(", ", fields));
        }
    }

    private void forget(Session session) {
        sessions.remove(session.key(), session);
        session.retire().subscribe().with(ignored -> {});
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof TransportException refused && refused.kind() == TransportException.Kind.UNAUTHORIZED;
    }

    private static boolean wasNotAccepted(Throwable failure) {
        return failure instanceof SessionRetired
                || failure instanceof TransportException lost && lost.kind() == TransportException.Kind.SESSION_LOST;
    }
}
