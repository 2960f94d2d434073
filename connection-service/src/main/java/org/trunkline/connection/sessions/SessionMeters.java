package org.trunkline.connection.sessions;

import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import org.trunkline.telemetry.Outcomes;

/** What operators see of sessions. */
@ApplicationScoped
class SessionMeters {

    private final MeterRegistry registry;
    private final SessionConfig config;
    private final Outcomes<Reason> ended;
    private final Outcomes<Reconnected> reconnects;

    /** How an attempt to open a session in the background ended. */
    enum Reconnected {
        /** It is open. */
        CONNECTED,
        /** It is tried again. */
        FAILED,
        /** It is not: too often, or what it fails of does not pass. */
        GIVEN_UP
    }

    SessionMeters(MeterRegistry registry, SessionConfig config) {
        this.registry = registry;
        this.config = config;
        this.ended = new Outcomes<>(
                registry, "trunkline.sessions.ended", "Sessions that have ended, by why", "reason", Reason.class);
        this.reconnects = new Outcomes<>(
                registry,
                "trunkline.reconnects",
                "Attempts to open sessions in the background, by how they ended",
                "outcome",
                Reconnected.class);
    }

    void begin(@Observes StartupEvent started, LiveSessions live, Connecting connecting) {
        gauge(live, "connecting", status -> status.state() == ConnectionState.CONNECTING);
        gauge(live, "connected", status -> status.state() == ConnectionState.CONNECTED && status.degraded() == null);
        gauge(live, "degraded", status -> status.state() == ConnectionState.CONNECTED && status.degraded() != null);
        Gauge.builder("trunkline.sessions.limit", config::max)
                .description("Sessions that there may be on this replica")
                .register(registry);
        Gauge.builder("trunkline.breakers.open", connecting::leftAlone)
                .description("Servers, or users' own ways to them, that are left alone because they failed")
                .register(registry);
    }

    /** A session has ended. */
    void ended(Reason reason) {
        ended.count(reason);
    }

    /** An attempt in the background has ended. */
    void reconnected(Reconnected outcome) {
        reconnects.count(outcome);
    }

    private void gauge(LiveSessions live, String state, Predicate<SessionStatus> in) {
        Gauge.builder(
                        "trunkline.sessions",
                        () -> live.all(session -> in.test(session.status())).size())
                .description("Sessions of this replica that live, by their state")
                .tag("state", state)
                .register(registry);
    }
}
