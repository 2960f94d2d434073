package org.trunkline.connection.inspections;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much work looking at a new server may be. */
@ConfigMapping(prefix = "trunkline.inspections")
public interface InspectionConfig {

    /** One inspection; whoever saves a server waits for it. A server's {@code initTimeout} that is shorter wins. */
    @WithDefault("15s")
    Duration budget();

    /** Inspections at a time; as many again wait for their turn, further ones are refused. */
    @WithDefault("16")
    int concurrency();
}
