package org.trunkline.start;

import java.time.Duration;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import org.eclipse.microprofile.config.spi.Converter;

/** Settings with which nothing would work if they were zero or less: a service refuses to start with such a value. */
public final class Positive {

    private Positive() {}

    /** How many. */
    public static final class Count implements Converter<Integer> {

        @Override
        public Integer convert(String value) {
            int count = Integer.parseInt(value.strip());
            if (count < 1) {
                throw new IllegalArgumentException("(give 1 or more)");
            }
            return count;
        }
    }

    /** How long. */
    public static final class Time implements Converter<Duration> {

        private final Converter<Duration> durations = new DurationConverter();

        @Override
        public Duration convert(String value) {
            Duration time = durations.convert(value);
            if (time != null && !time.isPositive()) {
                throw new IllegalArgumentException("(give a time above zero, like 500ms or 30s)");
            }
            return time;
        }
    }

    /** How large. */
    public static final class Size implements Converter<MemorySize> {

        private final Converter<MemorySize> sizes = new MemorySizeConverter();

        @Override
        public MemorySize convert(String value) {
            MemorySize size = sizes.convert(value);
            if (size != null && size.asBigInteger().signum() < 1) {
                throw new IllegalArgumentException("(give a size above zero, like 512K or 1M)");
            }
            return size;
        }
    }
}
