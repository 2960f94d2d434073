package org.trunkline.connection.members;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;

/** What operators see of the replicas. */
@ApplicationScoped
class MemberMeters {

    private final MeterRegistry registry;
    private final Counter fenced;

    MemberMeters(MeterRegistry registry) {
        this.registry = registry;
        this.fenced = Counter.builder("trunkline.member.fenced")
                .description("How often this replica was not heard of and gave up its sessions")
                .register(registry);
    }

    void begin(@Observes StartupEvent started, Members members) {
        Gauge.builder("trunkline.members", () -> members.live().size())
                .description("Replicas of connection-service that live, as this one knows")
                .register(registry);
        Gauge.builder("trunkline.member.acting", () -> members.acting().isPresent() ? 1 : 0)
                .description("1 while this replica may use the sessions that it owns")
                .register(registry);
    }

    void ended(@Observes EpochEnded epoch) {
        fenced.increment();
    }
}
