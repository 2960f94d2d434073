package org.trunkline.connection.sessions;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long sessions live. */
@ConfigMapping(prefix = "trunkline.sessions")
public interface SessionConfig {

    /** A session without a call for this long is closed. LibreChat's default. */
    @WithDefault("15m")
    Duration idleTimeout();

    /** How long shutdown waits for upstream sessions to be closed. */
    @WithDefault("8s")
    Duration closeTimeout();
}
