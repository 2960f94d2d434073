package org.trunkline.connection.results;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.Positive;

/** Bounds on what a formatted result may hold. */
@ConfigMapping(prefix = "trunkline.results")
public interface ResultConfig {

    /** The largest image, decoded, that is given to a model; a larger one fails the call. LibreChat's default. */
    @WithConverter(Positive.Size.class)
    @WithDefault("10M")
    MemorySize maxImage();
}
