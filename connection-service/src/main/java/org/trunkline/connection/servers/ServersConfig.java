package org.trunkline.connection.servers;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.NotNegative;
import org.trunkline.start.Positive;

/** How long what the registry said counts. */
@ConfigMapping(prefix = "trunkline.servers")
public interface ServersConfig {

    /**
     * An answer about one user and one server is used again for this long: so long a change, and a revoked access, may
     * go unnoticed on any replica. One that is used in the second half of this time is renewed in the background.
     */
    @WithConverter(NotNegative.Time.class)
    @WithDefault("2s")
    Duration cacheTime();

    /**
     * While the registry cannot be asked, because it or its database is down, its last answer goes on counting for this
     * long: calls over open sessions go on meanwhile. A revoked access may work so long too, if it was revoked right
     * before, or at replicas of the registry that this one does not reach.
     */
    @WithConverter(NotNegative.Time.class)
    @WithDefault("1m")
    Duration outageTime();

    /** How often it is looked whether the servers of sessions have changed. */
    @WithConverter(Positive.Time.class)
    @WithDefault("3s")
    Duration followEvery();
}
