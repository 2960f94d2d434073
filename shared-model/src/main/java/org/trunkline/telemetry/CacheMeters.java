package org.trunkline.telemetry;

import java.util.function.ToDoubleFunction;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/** How often what was wanted was remembered. */
public final class CacheMeters {

    private CacheMeters() {}

    /** @param cache one that records statistics */
    public static void register(MeterRegistry registry, String name, Cache<?, ?> cache) {
        register(registry, name, "hit", cache, CacheStats::hitCount);
        register(registry, name, "miss", cache, CacheStats::missCount);
    }

    private static void register(
            MeterRegistry registry, String name, String result, Cache<?, ?> cache, ToDoubleFunction<CacheStats> count) {
        FunctionCounter.builder("trunkline.cache.requests", cache, asked -> count.applyAsDouble(asked.stats()))
                .description("What was wanted of a memory, by whether it was there")
                .tag("cache", name)
                .tag("result", result)
                .register(registry);
    }
}
