package org.trunkline.connection.sessions;

import java.util.Collection;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import org.trunkline.problem.SessionLimit;

/** Makes room where there are as many sessions as there may be: the one that is idle for longest goes. */
@ApplicationScoped
class SessionLimits {

    private final SessionConfig config;

    SessionLimits(SessionConfig config) {
        this.config = config;
    }

    /**
     * Makes room for one more session among those that live.
     *
     * @throws SessionLimit when all of them are in use
     */
    void makeRoom(SessionKey key, Collection<Session> live) {
        if (!key.shared()) {
            require(
                    live,
                    session -> session.key().user().equals(key.user()),
                    config.maxPerUser(),
                    () -> SessionLimit.ofUser(config.maxPerUser()));
        }
        require(
                live,
                session -> session.key().server().equals(key.server()),
                config.maxPerServer(),
                () -> SessionLimit.ofServer(key.server(), config.maxPerServer()));
        require(live, session -> true, config.max(), () -> SessionLimit.ofReplica(config.max()));
    }

    private static void require(
            Collection<Session> live, Predicate<Session> among, int most, Supplier<SessionLimit> full) {
        if (live.stream().filter(among).limit(most).count() < most) {
            return;
        }
        Session longestIdle = live.stream()
                .filter(among)
                .filter(Session::isIdle)
                .max(Comparator.comparingLong(Session::unusedFor))
                .orElseThrow(full);
        LiveSessions.run(longestIdle.retire(Reason.EVICTED));
    }
}
