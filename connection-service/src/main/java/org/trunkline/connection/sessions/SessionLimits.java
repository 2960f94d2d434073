package org.trunkline.connection.sessions;

import java.util.Collection;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import org.trunkline.problem.SessionLimit;
import org.trunkline.telemetry.Refused;

/** Makes room where there are as many sessions as there may be: the one that is idle for longest goes. */
@Startup
@ApplicationScoped
class SessionLimits {

    private final SessionConfig config;
    private final Counter ofUser;
    private final Counter ofServer;
    private final Counter ofReplica;

    SessionLimits(SessionConfig config, MeterRegistry meters) {
        this.config = config;
        this.ofUser = Refused.by(meters, "user-sessions");
        this.ofServer = Refused.by(meters, "server-sessions");
        this.ofReplica = Refused.by(meters, "replica-sessions");
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
                    ofUser,
                    () -> SessionLimit.ofUser(config.maxPerUser()));
        }
        require(
                live,
                session -> session.key().server().equals(key.server()),
                config.maxPerServer(),
                ofServer,
                () -> SessionLimit.ofServer(key.server(), config.maxPerServer()));
        require(live, session -> true, config.max(), ofReplica, () -> SessionLimit.ofReplica(config.max()));
    }

    private static void require(
            Collection<Session> live,
            Predicate<Session> among,
            int most,
            Counter refused,
            Supplier<SessionLimit> full) {
        if (live.stream().filter(among).limit(most).count() < most) {
            return;
        }
        Session longestIdle = live.stream()
                .filter(among)
                .filter(Session::isIdle)
                .max(Comparator.comparingLong(Session::unusedFor))
                .orElseThrow(() -> {
                    refused.increment();
                    return full.get();
                });
        LiveSessions.run(longestIdle.retire(Reason.EVICTED));
    }
}
