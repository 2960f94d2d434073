package org.trunkline.oauth.events;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.Positive;

/** How changes of credentials are told to those who listen. */
@ConfigMapping(prefix = "trunkline.events")
public interface EventsConfig {

    /** How often a replica looks for what others wrote, while somebody listens; its own writes are told at once. */
    @WithConverter(Positive.Time.class)
    @WithDefault("250ms")
    Duration every();

    /** A stream without an event says this often that it lives; proxies end silent ones. */
    @WithConverter(Positive.Time.class)
    @WithDefault("10s")
    Duration heartbeat();

    /** How long a listener may be away and still be told all that it missed. */
    @WithConverter(Positive.Time.class)
    @WithDefault("10m")
    Duration retention();
}
