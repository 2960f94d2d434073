package org.trunkline.connection.inspections;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.Positive;

/** How much work looking at a new server may be. */
@ConfigMapping(prefix = "trunkline.inspections")
public interface InspectionConfig {

    /** One inspection; whoever saves a server waits for it. A server's {@code initTimeout} that is shorter wins. */
    @WithConverter(Positive.Time.class)
    @WithDefault("15s")
    Duration budget();

    /** Inspections at a time; as many again wait for their turn, further ones are refused. */
    @WithConverter(Positive.Count.class)
    @WithDefault("16")
    int concurrency();
}
