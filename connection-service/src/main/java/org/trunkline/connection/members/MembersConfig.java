package org.trunkline.connection.members;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.Positive;

/**
 * How the replicas of this service know of each other. All of them must have the same times; fence must be shorter than
 * death by more than their monotonic clocks can drift apart meanwhile.
 */
@ConfigMapping(prefix = "trunkline.members")
public interface MembersConfig {

    /**
     * The origin that the other replicas reach this one at, for instance {@code http://10.1.2.3:3083}. Absent: this
     * host's own address.
     */
    Optional<String> address();

    /** How often a member gives a sign of life and looks for those of the others. */
    @WithConverter(Positive.Time.class)
    @WithDefault("400ms")
    Duration beat();

    /** A member whose signs of life arrive nowhere for this long stops using the sessions that it owns. */
    @WithConverter(Positive.Time.class)
    @WithDefault("2s")
    Duration fence();

    /** A member without a new sign of life for this long loses its sessions to whoever is asked for them next. */
    @WithConverter(Positive.Time.class)
    @WithDefault("3s")
    Duration death();

    /** How often a replica looks whether it has more than its share of the sessions, and gives the surplus up. */
    @WithConverter(Positive.Time.class)
    @WithDefault("10s")
    Duration balance();
}
