package org.trunkline.connection.sessions;

import java.time.Duration;
import java.util.stream.Stream;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.cases.CaseFiles.Case;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The times after which servers are tried again, as LibreChat has them. Those between sign-ins
 * ({@code oauthReconnectCooldownMinutes}) have no counterpart: who has signed in is connected when that is told.
 */
class BackoffCasesTest {

    private static final Duration JITTER = Duration.ofSeconds(1);
    private static final ConnectConfig DEFAULTS = new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 100, new DurationConverter())
            .withMapping(ConnectConfig.class)
            .build()
            .getConfigMapping(ConnectConfig.class);

    static Stream<Case> reconnects() {
        return cases("reconnectDelayMs");
    }

    static Stream<Case> breakers() {
        return cases("failedRoundBackoffMs");
    }

    @ParameterizedTest
    @MethodSource("reconnects")
    void waitsBeforeItReconnects(Case example) {
        Duration delay = Reconnection.delay(example.input().path("attempt").asInt());

        assertEquals(example.expect().path("min").asLong(), delay.toMillis());
        assertTrue(delay.plus(JITTER).toMillis()
                <= example.expect().path("maxExclusive").asLong());
    }

    @ParameterizedTest
    @MethodSource("breakers")
    void leavesAServerAloneThatFails(Case example) {
        int failures = example.input().path("failedRoundsInWindow").asInt();

        assertEquals(
                example.expect().asLong(), Breaker.pause(failures, DEFAULTS).toMillis());
    }

    private static Stream<Case> cases(String function) {
        return CaseFiles.of("csrf_and_backoff")
                .filter(example -> example.input().path("fn").asText().equals(function));
    }
}
