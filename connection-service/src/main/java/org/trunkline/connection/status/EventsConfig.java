package org.trunkline.connection.status;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.Positive;

/** How changes of sessions are told to those who listen. */
@ConfigMapping(prefix = "trunkline.events")
interface EventsConfig {

    /** A stream without an event says this often that it lives; proxies end silent ones. */
    @WithConverter(Positive.Time.class)
    @WithDefault("10s")
    Duration heartbeat();
}
