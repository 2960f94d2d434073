package org.trunkline.connection.sessions;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import org.trunkline.connection.sessions.SessionStatus.Degradation;
import org.trunkline.connection.transports.TransportException;
import org.trunkline.placeholder.Placeholders;
import org.trunkline.problem.UpstreamFailure;
import org.trunkline.server.ServerConfig;
import org.trunkline.telemetry.Refused;

/**
 * Spares servers: one that fails is left alone for a while, one that says when it wants to be asked again is not asked
 * before, and one that comes back while many wait is met by a few at a time, in which users take turns.
 */
@ApplicationScoped
class Connecting {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int MOST_REMEMBERED = 20_000;
    private static final Duration MEMORY = Duration.ofHours(1);

    private final ConnectConfig config;
    private final Counter spared;
    private final Map<String, Turns> turns = new ConcurrentHashMap<>();
    private final Cache<Target, Breaker> breakers = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(MEMORY)
            .build();

    /**
     * What attempts are made at.
     *
     * @param user null: all users' sessions lead there
     */
    private record Target(String server, String revision, String user) {}

    Connecting(ConnectConfig config, MeterRegistry meters) {
        this.config = config;
        this.spared = Refused.by(meters, "spared-server");
    }

    /**
     * An attempt begins for which {@link #guarded} will be used.
     *
     * @throws UpstreamFailure when the server is to be left alone now
     */
    void begin(SessionRequest request) {
        Duration left = left(request);
        if (left.isPositive()) {
            spared.increment();
            throw UpstreamFailure.unavailable(request.server().name(), left);
        }
        long now = System.nanoTime();
        breakers(request).forEach(breaker -> breaker.begin(now));
    }

    /** The attempt that was begun ends before it was made. */
    void abandon(SessionRequest request) {
        breakers(request).forEach(Breaker::abandoned);
    }

    /** How long the server is left alone; zero when it is not. */
    Duration left(SessionRequest request) {
        long now = System.nanoTime();
        return breakers(request).stream()
                .map(breaker -> breaker.left(now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** How many targets are left alone, or are tried by one session only. */
    long leftAlone() {
        return breakers.asMap().values().stream()
                .filter(breaker -> breaker.cause() != null)
                .count();
    }

    /** A session's status with what is known here: when it may be opened, or that others cannot be now. */
    SessionStatus shownIn(SessionStatus status, SessionRequest request) {
        Duration left = left(request);
        if (status.state() != ConnectionState.CONNECTED) {
            return left.isPositive() ? status.retriedAfter(left.toMillis()) : status;
        }
        Breaker breaker = breakers.getIfPresent(everybody(request));
        Reason cause = breaker == null ? null : breaker.cause();
        return cause == null || status.degraded() != null
                ? status
                : status.degradedBy(
                        new Degradation(cause, "new sessions are opened with care: " + cause.words(), null));
    }

    /** The user wants it to be tried whatever was. */
    void reset(SessionRequest request) {
        breakers(request).forEach(Breaker::succeeded);
    }

    /**
     * The attempt, when its turn has come; how it ends is noticed.
     *
     * @param wanted whether somebody still waits for it then; else it fails with {@link SessionRetired}
     */
    <T> Uni<T> guarded(SessionRequest request, BooleanSupplier wanted, Uni<T> attempt) {
        return Uni.createFrom().deferred(() -> {
            String server = request.server().name();
            Turns.Turn turn = turn(server, request.caller().id());
            return turn.come()
                    .ifNoItem()
                    .after(config.patience())
                    .fail()
                    .onFailure(TimeoutException.class)
                    .transform(late -> UpstreamFailure.unavailable(server, Duration.ofSeconds(1)))
                    .chain(() ->
                            wanted.getAsBoolean() ? attempt : Uni.createFrom().failure(new SessionRetired()))
                    .onTermination()
                    .invoke((opened, failure, cancelled) -> {
                        turn.end();
                        end(request, failure, cancelled);
                    });
        });
    }

    /** A call over a session that is open did not reach the server. */
    void unreachable(SessionRequest request) {
        breaker(everybody(request)).failed(Reason.UNREACHABLE, System.nanoTime());
    }

    private void end(SessionRequest request, Throwable failure, boolean cancelled) {
        if (cancelled) {
            abandon(request);
        } else if (failure == null) {
            reset(request);
        } else {
            failed(request, failure);
        }
    }

    /** What the server says of a request says that it is there; that it cannot answer counts. */
    private void failed(SessionRequest request, Throwable failure) {
        long now = System.nanoTime();
        Optional<TransportException> answer = answer(failure);
        Optional<Long> retryAfter = answer.flatMap(TransportException::retryAfter);
        int status = answer.map(TransportException::status).orElse(0);
        if (retryAfter.isPresent()) {
            Target asked = status == TOO_MANY_REQUESTS ? own(request) : everybody(request);
            breaker(asked).holdOff(Duration.ofSeconds(retryAfter.get()), now);
        } else if (status >= 400 && status < 500) {
            reset(request);
        } else {
            switch (Reason.of(failure)) {
                case UNREACHABLE, TIMED_OUT, HTTP_ERROR, PROTOCOL_ERROR ->
                    breaker(everybody(request)).failed(Reason.of(failure), now);
                case REFUSED, UNAUTHORIZED -> reset(request);
                default -> {}
            }
        }
        abandon(request);
    }

    private static Optional<TransportException> answer(Throwable failure) {
        Throwable cause = failure instanceof TransportException ? failure : failure.getCause();
        return cause instanceof TransportException answer ? Optional.of(answer) : Optional.empty();
    }

    private Turns.Turn turn(String server, String user) {
        return turns.computeIfAbsent(server, name -> new Turns(config.concurrency(), config.rate()))
                .next(user);
    }

    /** Those that something is known by. */
    private List<Breaker> breakers(SessionRequest request) {
        return Stream.of(everybody(request), own(request))
                .map(breakers::getIfPresent)
                .filter(Objects::nonNull)
                .toList();
    }

    private Breaker breaker(Target target) {
        return breakers.get(target, unused -> new Breaker(config));
    }

    /**
     * Of all whose sessions lead to the same place: a URL or a process with a user's values in it is the user's own.
     */
    private static Target everybody(SessionRequest request) {
        return leadsToOwn(request.server().config())
                ? own(request)
                : new Target(request.server().name(), request.server().revision(), null);
    }

    private static boolean leadsToOwn(ServerConfig config) {
        return Placeholders.leftover(config.url())
                || config.args() != null && config.args().stream().anyMatch(Placeholders::leftover)
                || config.env() != null && config.env().values().stream().anyMatch(Placeholders::leftover);
    }

    private static Target own(SessionRequest request) {
        return new Target(
                request.server().name(),
                request.server().revision(),
                request.caller().id());
    }
}
