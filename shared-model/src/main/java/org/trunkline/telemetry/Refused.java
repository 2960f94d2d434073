package org.trunkline.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what is not done because there is as much of it as there may be. */
public final class Refused {

    private Refused() {}

    /** @param limit that refuses, as operators know it */
    public static Counter by(MeterRegistry registry, String limit) {
        return Counter.builder("trunkline.refused")
                .description("What was refused because of a limit")
                .tag("limit", limit)
                .register(registry);
    }
}
