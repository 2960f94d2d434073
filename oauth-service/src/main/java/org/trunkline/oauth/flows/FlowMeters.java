package org.trunkline.oauth.flows;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import org.trunkline.telemetry.Outcomes;

/** What operators see of flows, from the start: none that failed is zero. */
@Startup
@ApplicationScoped
class FlowMeters {

    private final Outcomes<Step> steps;

    private enum Step {
        BEGUN,
        IMPOSSIBLE,
        COMPLETED,
        FAILED
    }

    FlowMeters(MeterRegistry registry) {
        steps = new Outcomes<>(
                registry, "trunkline.flows", "Flows that were begun or ended, by how", "outcome", Step.class);
    }

    /** A flow waits for its user. */
    void begun() {
        steps.count(Step.BEGUN);
    }

    /** None can be begun at the server. */
    void impossible() {
        steps.count(Step.IMPOSSIBLE);
    }

    /** A flow has ended. */
    void ended(FlowStatus status) {
        steps.count(status == FlowStatus.COMPLETED ? Step.COMPLETED : Step.FAILED);
    }
}
