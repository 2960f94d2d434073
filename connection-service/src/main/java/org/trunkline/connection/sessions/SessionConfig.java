package org.trunkline.connection.sessions;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.Positive;

/** How long sessions live, and how many there may be. */
@ConfigMapping(prefix = "trunkline.sessions")
public interface SessionConfig {

    /**
     * A session without a call for this long is closed; a server's {@code idleTimeout} wins. LibreChat's default, and
     * its variable, in milliseconds, where this is not set.
     */
    @WithConverter(Positive.Time.class)
    @WithDefault("${MCP_USER_CONNECTION_IDLE_TIMEOUT:900000}ms")
    Duration idleTimeout();

    /** How long shutdown waits for upstream sessions to be closed. */
    @WithConverter(Positive.Time.class)
    @WithDefault("8s")
    Duration closeTimeout();

    /** The most sessions of one user; then the one that is idle for longest is closed for a new one. */
    @WithConverter(Positive.Count.class)
    @WithDefault("200")
    int maxPerUser();

    /** The most sessions with one server on this replica. */
    @WithConverter(Positive.Count.class)
    @WithDefault("5000")
    int maxPerServer();

    /** The most sessions on this replica. */
    @WithConverter(Positive.Count.class)
    @WithDefault("10000")
    int max();
}
