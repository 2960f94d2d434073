package org.trunkline.connection.sessions;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.trunkline.connection.members.Claims;
import org.trunkline.connection.members.EpochEnded;
import org.trunkline.connection.members.Members;

/** Leaves sessions to other replicas: when this one stops, has too many, or is cut off. */
@ApplicationScoped
class Handover {

    private static final Logger LOG = Logger.getLogger(Handover.class);
    private static final Duration LEAVE_PATIENCE = Duration.ofSeconds(2);

    private final LiveSessions live;
    private final Claims claims;
    private final Members members;
    private final SessionConfig config;

    Handover(LiveSessions live, Claims claims, Members members, SessionConfig config) {
        this.live = live;
        this.claims = claims;
        this.members = members;
        this.config = config;
    }

    /** A stop begins: requests still come here, and go on to who owns their session by then. */
    void drain(@Observes ShutdownDelayInitiatedEvent stop) {
        members.drain();
        if (members.others().isEmpty()) {
            return;
        }
        List<Session> leaving = live.all(session -> session.key().owned());
        LOG.infof("handing over %d sessions", leaving.size());
        leaving.forEach(session -> LiveSessions.run(handOver(session)));
    }

    /** What is left is closed, unless another replica can go on with it. */
    void stop(@Observes ShutdownEvent stop) {
        List<Session> leaving = live.all(session -> session.key().owned());
        Uni<Void> left = members.others().isEmpty() || leaving.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join()
                        .all(leaving.stream().map(this::handOver).toList())
                        .andCollectFailures()
                        .replaceWithVoid();
        await(left, config.closeTimeout());
        live.closeNow(live.all(session -> true), Reason.SHUTDOWN).await().indefinitely();
        await(claims.keepNone(), LEAVE_PATIENCE);
        await(members.leave(), LEAVE_PATIENCE);
    }

    /** Others may own them by now: they are not touched upstream. */
    void cutOff(@Observes EpochEnded ended) {
        live.all(session -> session.key().owned())
                .forEach(session -> LiveSessions.run(session.handOver().replaceWithVoid()));
    }

    /** Replicas that have come get their share, those sessions first that were not used for the longest time. */
    @Scheduled(every = "${trunkline.members.balance}")
    void balance() {
        int surplus = claims.surplus();
        if (surplus > 0) {
            LOG.infof("handing over %d sessions: this replica has more than its share", surplus);
            live.all(session -> session.key().owned() && session.inFlight() == 0).stream()
                    .sorted(Comparator.comparingLong(Session::unusedFor).reversed())
                    .limit(surplus)
                    .forEach(session -> LiveSessions.run(handOver(session)));
        }
        LiveSessions.run(claims.keepOnly(live.all(session -> session.key().owned()).stream()
                .map(session -> session.key().id())
                .collect(Collectors.toUnmodifiableSet())));
    }

    private Uni<Void> handOver(Session session) {
        return Uni.createFrom()
                .deferred(() -> claims.held(session.key().id())
                        .map(claim -> claims.handOver(claim, session.handOver()))
                        .orElseGet(() -> session.handOver().replaceWithVoid()));
    }

    private static void await(Uni<Void> last, Duration patience) {
        last.onFailure()
                .recoverWithNull()
                .ifNoItem()
                .after(patience)
                .recoverWithItem((Void) null)
                .await()
                .indefinitely();
    }
}
