package org.trunkline.connection.sessions;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.NotNegative;
import org.trunkline.start.Positive;

/** How servers that cannot be connected, or come back, are spared. The defaults of times and counts are LibreChat's. */
@ConfigMapping(prefix = "trunkline.connect")
public interface ConnectConfig {

    /** Sessions with one server that are opened at a time by this replica; others wait for their turn. */
    @WithConverter(Positive.Count.class)
    @WithDefault("16")
    int concurrency();

    /** … and that begin to be opened in a second; enough for 5,000 within the patience. */
    @WithConverter(Positive.Count.class)
    @WithDefault("250")
    int rate();

    /** How long a session may wait for its turn. */
    @WithConverter(Positive.Time.class)
    @WithDefault("30s")
    Duration patience();

    /** Whether the sessions that all users share are opened when the service has started. */
    @WithDefault("true")
    boolean atStart();

    /** How often a session that was lost is opened again in the background, until that succeeds. */
    @WithConverter(NotNegative.Count.class)
    @WithDefault("10")
    int attempts();

    /** Failures of one kind in a row after which a server is left alone for a while. */
    @WithConverter(Positive.Count.class)
    @WithDefault("3")
    int failures();

    /** A failure after a pause longer than this begins to count anew. */
    @WithConverter(Positive.Time.class)
    @WithDefault("120s")
    Duration window();

    /** How long a server is left alone at first; doubles with each try after that which fails. Zero: none is. */
    @WithConverter(NotNegative.Time.class)
    @WithDefault("30s")
    Duration pause();

    /** The longest that a server is left alone, because of failures or because it said so. */
    @WithConverter(Positive.Time.class)
    @WithDefault("5m")
    Duration longestPause();
}
