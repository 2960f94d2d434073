package org.trunkline.telemetry;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts by kind: a counter for each constant of an enum, all of them there before anything was counted. */
public final class Outcomes<E extends Enum<E>> {

    private final Map<E, Counter> counters;

    /**
     * @param name of the metric
     * @param attribute that tells the constant, in lower case, words joined by {@code -}
     */
    public Outcomes(MeterRegistry registry, String name, String description, String attribute, Class<E> kinds) {
        counters = new EnumMap<>(kinds);
        for (E kind : kinds.getEnumConstants()) {
            counters.put(
                    kind,
                    Counter.builder(name)
                            .description(description)
                            .tag(attribute, kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .register(registry));
        }
    }

    /** One more of a kind. */
    public void count(E kind) {
        counters.get(kind).increment();
    }
}
