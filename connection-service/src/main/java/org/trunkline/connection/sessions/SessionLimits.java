package org.trunkline.connection.sessions;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import org.trunkline.problem.SessionLimit;
import org.trunkline.telemetry.Refused;

/**
 * Makes room where there are as many sessions as there may be: the one that is idle for longest goes. They are counted
 * as they come and go: who opens a session pays for none of the others, unless one of them has to go.
 */
@Startup
@ApplicationScoped
class SessionLimits {

    private final SessionConfig config;
    private final Counter ofUser;
    private final Counter ofServer;
    private final Counter ofReplica;
    private final Map<String, Integer> ofUsers = new ConcurrentHashMap<>();
    private final Map<String, Integer> withServers = new ConcurrentHashMap<>();

    SessionLimits(SessionConfig config, MeterRegistry meters) {
        this.config = config;
        this.ofUser = Refused.by(meters, "user-sessions");
        this.ofServer = Refused.by(meters, "server-sessions");
        this.ofReplica = Refused.by(meters, "replica-sessions");
    }

    /** There is a session more under a key. */
    void added(SessionKey key) {
        count(key, 1);
    }

    /** There is a session less under a key. */
    void removed(SessionKey key) {
        count(key, -1);
    }

    /**
     * Makes room for one more session among those that live.
     *
     * @throws SessionLimit when all of them are in use
     */
    void makeRoom(SessionKey key, Collection<Session> live) {
        if (!key.shared() && ofUsers.getOrDefault(key.user(), 0) >= config.maxPerUser()) {
            evict(
                    live,
                    session -> session.key().user().equals(key.user()),
                    ofUser,
                    () -> SessionLimit.ofUser(config.maxPerUser()));
        }
        if (withServers.getOrDefault(key.server(), 0) >= config.maxPerServer()) {
            evict(
                    live,
                    session -> session.key().server().equals(key.server()),
                    ofServer,
                    () -> SessionLimit.ofServer(key.server(), config.maxPerServer()));
        }
        if (live.size() >= config.max()) {
            evict(live, session -> true, ofReplica, () -> SessionLimit.ofReplica(config.max()));
        }
    }

    private void count(SessionKey key, int change) {
        if (!key.shared()) {
            ofUsers.merge(key.user(), change, SessionLimits::sum);
        }
        withServers.merge(key.server(), change, SessionLimits::sum);
    }

    /** Nothing is kept of who has none. */
    private static Integer sum(int one, int other) {
        return one + other == 0 ? null : one + other;
    }

    private static void evict(
            Collection<Session> live, Predicate<Session> among, Counter refused, Supplier<SessionLimit> full) {
        Session longestIdle = null;
        for (Session session : live) {
            boolean longer = longestIdle == null || session.isUnusedForLongerThan(longestIdle);
            if (longer && among.test(session) && session.isIdle()) {
                longestIdle = session;
            }
        }
        if (longestIdle == null) {
            refused.increment();
            throw full.get();
        }
        LiveSessions.run(longestIdle.retire(Reason.EVICTED));
    }
}
