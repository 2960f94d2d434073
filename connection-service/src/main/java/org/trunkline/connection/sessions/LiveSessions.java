package org.trunkline.connection.sessions;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.trunkline.connection.credentials.CurrentCredential;
import org.trunkline.credential.Credential;
import org.trunkline.problem.UpstreamFailure;

/** The sessions of this replica that live: one for each key, however many calls ask for it at once. */
@ApplicationScoped
class LiveSessions implements Session.Watcher {

    private static final Logger LOG = Logger.getLogger(LiveSessions.class);

    private final Map<SessionKey, Session> sessions = new ConcurrentHashMap<>();
    private final SessionOpener opener;
    private final StateChanges changes;
    private final SessionConfig config;

    LiveSessions(SessionOpener opener, StateChanges changes, SessionConfig config) {
        this.opener = opener;
        this.changes = changes;
        this.config = config;
    }

    /** The session that serves a request, made if there is none that fits; it is opened by its first use. */
    Session current(SessionRequest request, Credential credential) {
        Session present = sessions.get(request.key());
        return present != null && present.usable(request.server().revision(), credential)
                ? present
                : replaced(request, credential);
    }

    private synchronized Session replaced(SessionRequest request, Credential credential) {
        SessionKey key = request.key();
        String revision = request.server().revision();
        Session present = sessions.get(key);
        if (present != null && present.usable(revision, credential)) {
            return present;
        }
        CurrentCredential current = present == null ? new CurrentCredential(credential) : present.renewed(credential);
        if (present != null) {
            run(present.retire(present.unusable(revision)));
        }
        Session session = new Session(key, revision, current, opener.open(request, credential, current), this);
        sessions.put(key, session);
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

    /** How the session under a key is, or was, with that revision of the server's configuration. */
    SessionStatus status(SessionKey key, String revision) {
        return find(key)
                .filter(session -> session.revision().equals(revision))
                .map(Session::status)
                .orElseGet(() -> changes.last(key, revision));
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

    @Scheduled(every = "30s")
    void closeIdle() {
        all(session -> session.idle(config.idleTimeout())).forEach(session -> run(session.retire(Reason.IDLE)));
    }

    void closeAll(@Observes ShutdownEvent shutdown) {
        closeNow(List.copyOf(sessions.values()), Reason.SHUTDOWN).await().indefinitely();
    }

    @Override
    public void changed(Session session, SessionStatus status) {
        changes.publish(session, status);
    }

    @Override
    public void ended(Session session) {
        sessions.remove(session.key(), session);
        changes.remember(session);
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
