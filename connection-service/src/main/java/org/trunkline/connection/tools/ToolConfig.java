package org.trunkline.connection.tools;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the catalogue of tools is put together. */
@ConfigMapping(prefix = "trunkline.tools")
public interface ToolConfig {

    /** How long the catalogue waits for all servers together; who is later is listed without tools. */
    @WithDefault("10s")
    Duration catalogueBudget();

    /**
     * Where a call is checked against the tool's definition, a session's list of tools counts for this long before it
     * is asked for again.
     */
    @WithDefault("10s")
    Duration definitionTime();
}
