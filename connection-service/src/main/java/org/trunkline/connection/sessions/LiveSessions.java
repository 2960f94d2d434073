package org.trunkline.connection.sessions;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.trunkline.connection.members.Claim;
import org.trunkline.credential.Credential;
import org.trunkline.problem.SessionLimit;
import org.trunkline.problem.UpstreamFailure;

/** The sessions of this replica that live: one for each key, however many calls ask for it at once. */
@ApplicationScoped
class LiveSessions implements Session.Watcher {

    private static final Logger LOG = Logger.getLogger(LiveSessions.class);
    private static final Duration LATELY = Duration.ofMinutes(5);

    private final Map<SessionKey, Session> sessions = new ConcurrentHashMap<>();
    private final Ownership ownership;
    private final SessionOpener opener;
    private final Connecting connecting;
    private final SessionLimits limits;
    private final StateChanges changes;
    private final SessionConfig config;
    private final Event<SessionLost> lost;
    private final SessionMeters meters;

    LiveSessions(
            Ownership ownership,
            SessionOpener opener,
            Connecting connecting,
            SessionLimits limits,
            StateChanges changes,
            SessionConfig config,
            Event<SessionLost> lost,
            SessionMeters meters) {
        this.ownership = ownership;
        this.opener = opener;
        this.connecting = connecting;
        this.limits = limits;
        this.changes = changes;
        this.config = config;
        this.lost = lost;
        this.meters = meters;
    }

    /** The session that serves a request, made if there is none that fits; it is opened by its first use. */
    Session current(SessionRequest request, Credential credential) {
        Session present = sessions.get(request.key());
        return present != null && present.serves(request, credential) ? present : replaced(request, credential);
    }

    private synchronized Session replaced(SessionRequest request, Credential credential) {
        Session present = sessions.get(request.key());
        if (present != null && present.serves(request, credential)) {
            return present;
        }
        if (present != null) {
            run(present.retire(present.unusable(request.server().revision())));
        }
        return add(request, credential);
    }

    private Session add(SessionRequest request, Credential credential) {
        Claim claim = ownership.of(request.key());
        connecting.begin(request);
        try {
            limits.makeRoom(request.key(), sessions.values());
        } catch (SessionLimit full) {
            connecting.abandon(request);
            throw full;
        }
        SessionHeaders headers = opener.headers(request, credential);
        Session session = new Session(
                request, headers, claim, self -> opener.open(request, credential, headers, claim, self::wanted), this);
        if (sessions.put(session.key(), session) == null) {
            limits.added(session.key());
        }
        return session;
    }

    /** The session under a key that lives. */
    Optional<Session> find(SessionKey key) {
        return Optional.ofNullable(sessions.get(key));
    }

    /** Those that live and fit. */
    List<Session> all(Predicate<Session> wanted) {
        return sessions.values().stream().filter(wanted).toList();
    }

    /** A user's own that live. */
    Stream<Session> ofUser(String user) {
        return sessions.values().stream()
                .filter(session ->
                        session.key().user().equals(user) && session.key().owned());
    }

    /** How the session that serves a request is, or was, with the server's configuration as it is. */
    SessionStatus status(SessionRequest request) {
        SessionKey key = request.key();
        String revision = request.server().revision();
        SessionStatus status = find(key)
                .filter(session -> session.revision().equals(revision))
                .map(Session::status)
                .orElseGet(() -> changes.last(key, revision));
        return connecting.shownIn(status, request);
    }

    /** The server is tried at once when the session is opened next, whatever was before. */
    void insist(SessionRequest request) {
        connecting.reset(request);
    }

    /** Ends the session under a key, if there is one; calls under way finish first. */
    void retire(SessionKey key, Reason reason) {
        find(key).ifPresent(session -> run(session.retire(reason)));
    }

    /** Ends the session under a key, if there is one and no call wants it. */
    void evict(SessionKey key) {
        find(key).filter(Session::isIdle).ifPresent(session -> run(session.retire(Reason.EVICTED)));
    }

    /**
     * Ends sessions, calls under way too.
     *
     * @return when all are closed upstream, or the time for closing is over
     */
    Uni<Void> closeNow(Collection<Session> closing, Reason reason) {
        if (closing.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        LOG.infof("closing %d sessions: %s", closing.size(), reason.words());
        return Uni.join()
                .all(closing.stream()
                        .map(session -> session.closeNow(reason, teardown(session)))
                        .toList())
                .andCollectFailures()
                .ifNoItem()
                .after(config.closeTimeout())
                .recoverWithItem(List.of())
                .onFailure()
                .recoverWithItem(List.of())
                .replaceWithVoid();
    }

    @Override
    public void changed(Session session, SessionStatus status) {
        if (!session.key().perRequest()) {
            changes.publish(session, status);
        }
    }

    @Override
    public void ended(Session session) {
        if (sessions.remove(session.key(), session)) {
            limits.removed(session.key());
        }
        meters.ended(session.status().reason());
        if (!session.key().perRequest()) {
            changes.remember(session);
        }
        if (session.status().reason() == Reason.LOST && isMissed(session)) {
            lost.fire(new SessionLost(session.request()));
        }
    }

    @Override
    public void unreachable(Session session) {
        connecting.unreachable(session.request());
    }

    @Override
    public void reached(Session session) {
        connecting.reset(session.request());
    }

    /** Whether somebody may wait for what the server says by itself. */
    private boolean isMissed(Session session) {
        return !session.key().perRequest()
                && (session.key().shared()
                        || changes.isHeeded(session.key().user())
                        || session.announces() && session.unusedFor() < LATELY.toNanos());
    }

    /** What is closed in the background tells nobody how that went. */
    static void run(Uni<Void> closing) {
        closing.subscribe().with(ignored -> {}, failure -> LOG.debugf(failure, "a session was not closed"));
    }

    /** LibreChat's word for it. */
    private static UpstreamFailure teardown(Session session) {
        return UpstreamFailure.unreachable(session.key().server(), "the session was cancelled during teardown", null);
    }
}
