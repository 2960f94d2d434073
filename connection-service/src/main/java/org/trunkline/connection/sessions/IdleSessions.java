package org.trunkline.connection.sessions;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/** Closes sessions that nobody has used for their idle timeout; one with a call under way is never idle. */
@ApplicationScoped
class IdleSessions {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final int LOOKS_IN_A_TIMEOUT = 4;
    private static final int AT_A_TIME = 16;

    private final LiveSessions live;
    private final SessionConfig config;
    private final Vertx vertx;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile long looking;

    IdleSessions(LiveSessions live, SessionConfig config, Vertx vertx) {
        this.live = live;
        this.config = config;
        this.vertx = vertx;
    }

    void begin(@Observes StartupEvent started) {
        looking = vertx.setPeriodic(pause().toMillis(), timer -> closeIdle());
    }

    void stop(@Observes ShutdownEvent stop) {
        vertx.cancelTimer(looking);
    }

    /** A few at a time: many that end together must not take as many connections. */
    private void closeIdle() {
        if (closing.compareAndSet(false, true)) {
            Multi.createFrom()
                    .iterable(live.all(this::isIdle))
                    .onItem()
                    .transformToUni(session -> isIdle(session)
                            ? session.retire(Reason.IDLE)
                            : Uni.createFrom().voidItem())
                    .merge(AT_A_TIME)
                    .onTermination()
                    .invoke(() -> closing.set(false))
                    .subscribe()
                    .with(closed -> {});
        }
    }

    private boolean isIdle(Session session) {
        return session.isIdle() && session.unusedFor() > timeout(session);
    }

    private long timeout(Session session) {
        Long own = session.request().server().config().idleTimeout();
        return own == null ? config.idleTimeout().toNanos() : TimeUnit.MILLISECONDS.toNanos(own);
    }

    /** A short timeout is looked at more often, and none so often that looking costs anything. */
    private Duration pause() {
        Duration pause = config.idleTimeout().dividedBy(LOOKS_IN_A_TIMEOUT);
        if (pause.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
