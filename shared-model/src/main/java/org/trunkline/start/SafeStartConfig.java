package org.trunkline.start;

import java.util.Optional;
import java.util.Set;

import io.smallrye.config.ConfigMapping;

/** What a service may start with although it is not safe. */
@ConfigMapping(prefix = "trunkline.safe-start")
public interface SafeStartConfig {

    /**
     * The settings, by their names, whose values are accepted although a service that others than its developer use is
     * not safe with them: for a run on one machine. None by default.
     */
    Optional<Set<String>> except();
}
