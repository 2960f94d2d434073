package org.trunkline.connection.tools;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.NotNegative;
import org.trunkline.start.Positive;

/** How long lists of tools count. */
@ConfigMapping(prefix = "trunkline.tools")
public interface ToolConfig {

    /** How long the catalogue waits for the servers of which it has no list; who is later is listed without tools. */
    @WithConverter(Positive.Time.class)
    @WithDefault("10s")
    Duration catalogueBudget();

    /**
     * Where a call is checked against the tool's definition, a session's list of tools counts for this long before it
     * is asked for again.
     */
    @WithConverter(NotNegative.Time.class)
    @WithDefault("10s")
    Duration definitionTime();

    /** A list that is older is got again in the background when somebody wants it. */
    @WithConverter(NotNegative.Time.class)
    @WithDefault("3m")
    Duration refreshAfter();

    /** A list that could not be got again for this long is not told any more. LibreChat's time. */
    @WithConverter(Positive.Time.class)
    @WithDefault("12h")
    Duration cacheTime();

    /** The most lists that are remembered; equal ones take the memory of one. */
    @WithConverter(Positive.Count.class)
    @WithDefault("50000")
    int maxLists();

    /**
     * A server that could not be asked for its tools, or that has not the tool that was called, is not asked for its
     * list again before. LibreChat's time.
     */
    @WithConverter(NotNegative.Time.class)
    @WithDefault("10s")
    Duration pause();
}
