package org.trunkline.connection.sessions;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.trunkline.connection.credentials.Credentials;
import org.trunkline.connection.credentials.SignIn;
import org.trunkline.connection.links.Link;
import org.trunkline.connection.members.Arrival;
import org.trunkline.connection.members.Delivery;
import org.trunkline.connection.transports.TransportException;
import org.trunkline.credential.Credential;
import org.trunkline.identity.Caller;
import org.trunkline.problem.Misdirected;
import org.trunkline.problem.NotFound;
import org.trunkline.problem.Problem;
import org.trunkline.problem.UpstreamFailure;
import org.trunkline.server.ResolvedServer;

/** Uses, shows and ends sessions: what fails because a session was lost or a credential is old is done once more. */
@ApplicationScoped
public class Sessions {

    /** How often a call is sent on to the session that replaces the one it waited for. */
    private static final int MOST_REPLACEMENTS = 3;

    private final Ownership ownership;
    private final UserLimit limit;
    private final LiveSessions live;
    private final Credentials credentials;

    Sessions(Ownership ownership, UserLimit limit, LiveSessions live, Credentials credentials) {
        this.ownership = ownership;
        this.limit = limit;
        this.live = live;
        this.credentials = credentials;
    }

    /**
     * Does work over the link of a session, which is opened if it is not open. Work whose upstream session turns out to
     * be lost, or whose credential is refused, is done once more over a new one, or with a better one: the server had
     * not accepted it. Work that is harmless is done once more also when the connection broke on the way.
     *
     * @param signIn what to do when the user has to sign in first
     * @return what the work gives; fails with a {@link Problem}, or with {@link OwnedElsewhere}
     */
    public <T> Uni<T> use(SessionRequest request, SignIn signIn, Work<T> work) {
        return Uni.createFrom().deferred(() -> {
            SessionRequest scoped = request.scoped();
            Uni<T> result = owned(scoped, signIn, work, MOST_REPLACEMENTS);
            return scoped.key().perRequest()
                    ? result.onTermination().invoke(() -> live.retire(scoped.key(), Reason.REQUEST_ENDED))
                    : result;
        });
    }

    /** What another replica may own is not done; who it is that owns it shows the next time. */
    private <T> Uni<T> owned(SessionRequest request, SignIn signIn, Work<T> work, int triesLeft) {
        Arrival arrival = request.delivery().arrival();
        Uni<T> result = ownership.owns(request.key())
                ? authorized(request, signIn, work)
                : ownership
                        .claim(request.key(), arrival)
                        .chain(() -> limit.makeRoom(request.key()))
                        .chain(() -> authorized(request, signIn, work));
        return result.onFailure(failure -> failure instanceof Misdirected && arrival == Arrival.DIRECT && triesLeft > 0)
                .recoverWithUni(() -> owned(request, signIn, work, triesLeft - 1));
    }

    private <T> Uni<T> authorized(SessionRequest request, SignIn signIn, Work<T> work) {
        Caller caller = request.caller();
        ResolvedServer server = request.server();
        return credentials
                .of(caller, server, signIn)
                .chain(credential -> accepted(request, credential, work)
                        .onFailure(Sessions::isRefusal)
                        .recoverWithUni(
                                refusal -> refused(request, credential, (TransportException) refusal, signIn, work))
                        .onFailure(Sessions::isRefusal)
                        .transform(refusal -> UpstreamFailure.unauthorized(server.name())));
    }

    private <T> Uni<T> refused(
            SessionRequest request, Credential sent, TransportException refusal, SignIn signIn, Work<T> work) {
        ResolvedServer server = request.server();
        if (signIn == SignIn.BEGIN && credentials.revealsSignIn(server, refusal)) {
            return owned(request.signedIn(), signIn, work, MOST_REPLACEMENTS);
        }
        return credentials
                .afterRefusal(request.caller(), server, sent, refusal, signIn)
                .chain(better -> accepted(request, better, work));
    }

    /**
     * Does work over a new session in place of the one that there is, after an attempt to open that has ended; calls
     * under way finish first.
     */
    public <T> Uni<T> renew(SessionRequest request, SignIn signIn, Function<Link, Uni<T>> work) {
        live.insist(request);
        return live.find(request.key())
                .map(session -> session.settled().chain(() -> session.retire(Reason.REINITIALIZED)))
                .orElseGet(Uni.createFrom()::voidItem)
                .chain(() -> use(request, signIn, Work.once(work)));
    }

    /** How the caller's default session with a server is. */
    public SessionStatus status(Caller caller, ResolvedServer server) {
        return status(SessionRequest.of(caller, server));
    }

    /** How a session is. */
    public SessionStatus status(SessionRequest request) {
        return live.status(request);
    }

    /** How a session is, on whichever replica. */
    public SessionStatus status(SessionRequest request, OtherSessions others) {
        return others.status(request, status(request));
    }

    /**
     * The session that serves a request, if it is this replica's, has listed tools that may not be used for now.
     *
     * @param listedAt when, by {@link System#nanoTime()}
     * @param tools the hashes of their definitions, by name
     * @param whole whether it has listed no others
     */
    public void quarantine(SessionRequest request, long listedAt, Map<String, String> tools, boolean whole) {
        live.find(request.key()).ifPresent(session -> session.quarantine(listedAt, tools, whole));
    }

    /** The sessions of a user that live, on all replicas, those that are shared left out, by server and label. */
    public List<OwnSession> own(String user, OtherSessions others) {
        return Stream.concat(here(user).stream().map(OwnSession::of), others.own())
                .sorted(Comparator.comparing(OwnSession::server).thenComparing(OwnSession::session))
                .toList();
    }

    /** The sessions of a user that live on this replica, those that are shared left out. */
    List<PeerSession> here(String user) {
        return live.ofUser(user).map(PeerSession::of).toList();
    }

    /** Ends a session on this replica that another one has to make room for, if no call wants it. */
    void evict(SessionKey key) {
        live.evict(key);
    }

    /** The sessions that live on this replica and fit. */
    List<Session> here(SessionFilter filter) {
        return live.all(filter::admits);
    }

    /**
     * Ends the sessions on this replica that fit, calls under way too.
     *
     * @return when all are closed upstream, or the time for closing is over; how many there were
     */
    Uni<Integer> end(SessionFilter filter) {
        List<Session> ending = here(filter);
        return live.closeNow(ending, Reason.ENDED_BY_ADMINISTRATOR).replaceWith(ending.size());
    }

    /**
     * Ends a user's own session; who waits for it to be opened is told so, calls under way finish first.
     *
     * @return fails with {@link NotFound} when there is none, with {@link OwnedElsewhere} when there may be one
     */
    public Uni<Void> close(String user, String server, String label, Delivery delivery) {
        SessionKey key = new SessionKey(user, server, label);
        return ownership.owns(key)
                ? close(key)
                : ownership.claim(key, delivery.arrival()).chain(() -> close(key));
    }

    private Uni<Void> close(SessionKey key) {
        return live.find(key)
                .map(session -> session.status().state() == ConnectionState.CONNECTING
                        ? live.closeNow(List.of(session), Reason.CLOSED)
                        : session.retire(Reason.CLOSED))
                .orElseGet(() -> Uni.createFrom()
                        .failure(new NotFound(
                                "No session '" + key.label() + "' with MCP server '" + key.server() + "'")));
    }

    /**
     * Ends every session with a server, calls under way too.
     *
     * @return when all are closed upstream, or the time for closing is over
     */
    Uni<Void> closeAll(String server) {
        return live.closeNow(live.all(session -> session.key().server().equals(server)), Reason.SERVER_GONE);
    }

    /** Whether the user has a session with a server that is open or being opened. */
    boolean has(String user, String server) {
        return !live.all(session -> session.key().belongsTo(user, server)).isEmpty();
    }

    /** Ends the sessions that a user has with a server because of its credential; calls under way finish first. */
    void retire(String user, String server) {
        live.all(session -> session.key().belongsTo(user, server))
                .forEach(session -> LiveSessions.run(session.retire(Reason.CREDENTIAL_CHANGED)));
    }

    /** Fails with a {@link TransportException} only when the credential is refused. */
    private <T> Uni<T> accepted(SessionRequest request, Credential credential, Work<T> work) {
        return attempt(request, credential, work.first())
                .onFailure(failure -> failure instanceof Work.Broken || isLoss(failure))
                .recoverWithUni(failure -> attempt(request, credential, work.again(failure)))
                .onFailure(failure -> failure instanceof SessionRetired || isLoss(failure))
                .transform(lost -> UpstreamFailure.unreachable(request.server().name(), lost.getMessage(), lost));
    }

    private <T> Uni<T> attempt(SessionRequest request, Credential credential, Work<T> work) {
        return Uni.createFrom()
                .deferred(() -> {
                    Session session = live.current(request, credential);
                    return session.use(work)
                            .onFailure(Sessions::isLoss)
                            .invoke(() -> LiveSessions.run(session.retire(Reason.LOST)));
                })
                .onFailure(SessionRetired.class)
                .retry()
                .atMost(MOST_REPLACEMENTS);
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof TransportException refused && refused.kind() == TransportException.Kind.UNAUTHORIZED;
    }

    private static boolean isLoss(Throwable failure) {
        return failure instanceof TransportException && !isRefusal(failure);
    }
}
