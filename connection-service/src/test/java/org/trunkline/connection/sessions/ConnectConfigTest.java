package org.trunkline.connection.sessions;

import java.time.Duration;
import java.util.Map;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Settings with which no session would ever be opened. */
class ConnectConfigTest {

    @ParameterizedTest
    @ValueSource(strings = {"trunkline.connect.rate", "trunkline.connect.concurrency"})
    void areRefusedByTheirNames(String setting) {
        ConnectConfig config = new SmallRyeConfigBuilder()
                .withDefaultValue("smallrye.config.mapping.validate-unknown", "false")
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(Map.of(setting, "0"), "test", 100))
                .withMapping(ConnectConfig.class)
                .build()
                .getConfigMapping(ConnectConfig.class);

        IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> new Connecting(config, new SimpleMeterRegistry()));

        assertTrue(refusal.getMessage().contains(setting), refusal.getMessage());
    }
}
