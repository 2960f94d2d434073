package org.trunkline.connection.sessions;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.trunkline.connection.credentials.SignIn;
import org.trunkline.connection.servers.Servers;
import org.trunkline.connection.sessions.SessionMeters.Reconnected;
import org.trunkline.connection.transports.TransportException;
import org.trunkline.problem.UpstreamFailure;

/**
 * Opens sessions in the background, each attempt later than the one before. A call that comes meanwhile opens the
 * session itself, or waits for the attempt that is under way.
 */
@ApplicationScoped
class Reconnection {

    private static final Logger LOG = Logger.getLogger(Reconnection.class);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final long JITTER_MS = 1_000;
    private static final int DOUBLINGS = 5;

    private final LiveSessions live;
    private final Sessions sessions;
    private final Servers servers;
    private final ConnectConfig config;
    private final SessionMeters meters;
    private volatile boolean stopped;

    Reconnection(LiveSessions live, Sessions sessions, Servers servers, ConnectConfig config, SessionMeters meters) {
        this.live = live;
        this.sessions = sessions;
        this.servers = servers;
        this.config = config;
        this.meters = meters;
    }

    /** How long to wait before an attempt, counted from 1; jitter comes on top. The times are LibreChat's. */
    static Duration delay(int attempt) {
        Duration delay = FIRST.multipliedBy(1L << Math.min(attempt, DOUBLINGS));
        return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    }

    void lost(@Observes SessionLost event) {
        retry(event.request(), 1);
    }

    void stop(@Observes ShutdownEvent shutdown) {
        stopped = true;
    }

    /** Opens a session, if there is none by then, now and some more times. */
    Uni<Void> open(SessionRequest request) {
        return attempt(request, 0);
    }

    private void retry(SessionRequest request, int number) {
        if (number > config.attempts() || stopped) {
            return;
        }
        long jitter = ThreadLocalRandom.current().nextLong(JITTER_MS);
        Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(delay(number).plusMillis(jitter))
                .chain(() -> attempt(request, number))
                .subscribe()
                .with(done -> {});
    }

    /** Never fails; what can be better later is tried later. */
    private Uni<Void> attempt(SessionRequest request, int number) {
        if (stopped || live.find(request.key()).isPresent()) {
            return Uni.createFrom().voidItem();
        }
        return current(request)
                .chain(now -> sessions.use(
                        now, SignIn.LEAVE, Work.aside(link -> Uni.createFrom().voidItem())))
                .invoke(() -> meters.reconnected(Reconnected.CONNECTED))
                .onFailure()
                .invoke(failure -> failed(request, number, failure))
                .onFailure()
                .recoverWithNull();
    }

    private void failed(SessionRequest request, int number, Throwable failure) {
        LOG.infof("not connected in the background %s: %s", request.key(), failure.getMessage());
        if (mayPass(failure) && number < config.attempts()) {
            meters.reconnected(Reconnected.FAILED);
            retry(request, number + 1);
        } else {
            meters.reconnected(Reconnected.GIVEN_UP);
        }
    }

    /** Whether the same attempt may succeed later though nobody changes anything. */
    static boolean mayPass(Throwable failure) {
        return failure instanceof UpstreamFailure upstream
                && (failure.getCause() instanceof TransportException transport
                        ? transport.isTransient()
                        : !upstream.isForAuthorization() && !upstream.isAnswer());
    }

    /** With the server's configuration as it is now, if the user may still use it. */
    private Uni<SessionRequest> current(SessionRequest request) {
        return request.key().shared()
                ? Uni.createFrom().item(request)
                : servers.find(request.caller(), request.server().name())
                        .map(server -> SessionRequest.of(request.caller(), server, request.label()));
    }
}
