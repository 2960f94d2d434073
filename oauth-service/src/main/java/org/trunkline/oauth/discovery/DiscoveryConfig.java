package org.trunkline.oauth.discovery;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.NotNegative;

/** How long what was found out about servers is used again. */
@ConfigMapping(prefix = "trunkline.oauth.discovery")
public interface DiscoveryConfig {

    /** A metadata document. An authorization server may add an endpoint, but seldom does. */
    @WithConverter(NotNegative.Time.class)
    @WithDefault("10m")
    Duration cacheTime();

    /** That there is no metadata document, or none that can be read. Short, so that a repaired server works soon. */
    @WithConverter(NotNegative.Time.class)
    @WithDefault("15s")
    Duration absentTime();
}
