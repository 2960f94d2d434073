package org.trunkline.registry.catalog;

import java.time.Duration;
import java.util.Map;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.Positive;

/** The catalogue: how Trunkline's servers are named in it, and which registries servers are imported from. */
@ConfigMapping(prefix = "trunkline.catalog")
interface CatalogConfig {

    /** Before the names of all servers in the catalogue: a domain of the operator's, in reverse. */
    @WithDefault("org.trunkline.local")
    String namespace();

    /**
     * Registries of servers that speak the official registry's API, version 0.1, by the names that users give: the URLs
     * before {@code /v0.1}. The outbound guard has to let requests go there.
     */
    Map<String, String> registries();

    /** How long a registry's answer is waited for. */
    @WithConverter(Positive.Time.class)
    @WithDefault("10s")
    Duration registryTimeout();

    /** The largest answer of a registry; a server's description has some kilobytes. */
    @WithConverter(Positive.Size.class)
    @WithDefault("1M")
    MemorySize registryMaxAnswer();
}
