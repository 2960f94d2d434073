package org.trunkline.registry.declared;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.Positive;

/** The servers that the operator declares. */
@ConfigMapping(prefix = "trunkline.declared")
public interface DeclaredConfig {

    /**
     * A YAML file with the servers under {@code mcpServers}, as LibreChat's {@code librechat.yaml} has them; its other
     * keys are ignored. Not set: no declared servers.
     */
    Optional<Path> file();

    /**
     * How often the file is looked at, for instance {@code 2s}. Its content is compared, since a mounted ConfigMap
     * changes by a swap of symbolic links that file events miss.
     */
    @WithConverter(Positive.Time.class)
    @WithDefault("2s")
    Duration every();
}
