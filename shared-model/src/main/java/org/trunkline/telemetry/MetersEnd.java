package org.trunkline.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;

/**
 * What an application measures ends with it. Without that, where the next one runs in the same JVM, in development and
 * tests, gauges would tell of the one before.
 */
@ApplicationScoped
class MetersEnd {

    void end(@Observes ShutdownEvent shutdown, MeterRegistry registry) {
        registry.clear();
    }
}
