package org.trunkline.oauth.grants;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.NotNegative;
import org.trunkline.start.Positive;

/** How tokens are kept fresh. */
@ConfigMapping(prefix = "trunkline.grants")
public interface GrantsConfig {

    /** A token is not used this long before its end, or in the last quarter of its life if that is shorter. */
    @WithConverter(NotNegative.Time.class)
    @WithDefault("30s")
    Duration skew();

    /** Tokens in use are refreshed about this long before their end, each at another moment. */
    @WithConverter(NotNegative.Time.class)
    @WithDefault("5m")
    Duration ahead();

    /** What was not used for this long is refreshed when it is used again. */
    @WithConverter(NotNegative.Time.class)
    @WithDefault("1h")
    Duration inUse();

    /** How often it is looked for tokens that are about to end. */
    @WithConverter(Positive.Time.class)
    @WithDefault("30s")
    Duration every();

    /** A replica that refreshes and is not heard of for this long is taken for dead. */
    @WithConverter(Positive.Time.class)
    @WithDefault("10s")
    Duration lease();

    /** How long a caller waits for a refresh; longer than a lease and a token request together. */
    @WithConverter(Positive.Time.class)
    @WithDefault("30s")
    Duration patience();

    /** The pause after a failed refresh; doubles with each further failure, up to a minute. */
    @WithConverter(NotNegative.Time.class)
    @WithDefault("2s")
    Duration pause();
}
