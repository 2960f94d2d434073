package org.trunkline.start;

import java.time.Duration;

import io.quarkus.runtime.configuration.DurationConverter;
import org.eclipse.microprofile.config.spi.Converter;

/** Settings whose zero means something, and less than zero nothing: a service refuses to start with such a value. */
public final class NotNegative {

    private NotNegative() {}

    /** How many. */
    public static final class Count implements Converter<Integer> {

        @Override
        public Integer convert(String value) {
            int count = Integer.parseInt(value.strip());
            if (count < 0) {
                throw new IllegalArgumentException("(give 0 or more)");
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
            if (time != null && time.isNegative()) {
                throw new IllegalArgumentException("(give zero or a time above it, like 500ms or 30s)");
            }
            return time;
        }
    }
}
