package org.trunkline.oauth.provider;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.Positive;

/** Bounds on what an authorization server may make us hold and wait for. */
@ConfigMapping(prefix = "trunkline.oauth.http")
public interface ProviderConfig {

    /** The largest answer; a larger one is a failure. Metadata and tokens take a few kilobytes. */
    @WithConverter(Positive.Size.class)
    @WithDefault("1M")
    MemorySize maxAnswer();

    /** How long the answer to a request for metadata, or to a probe of an MCP server, may take in all. */
    @WithConverter(Positive.Time.class)
    @WithDefault("5s")
    Duration metadataTimeout();

    /** How long the answer to a registration, a token request or a revocation may take in all. */
    @WithConverter(Positive.Time.class)
    @WithDefault("10s")
    Duration requestTimeout();
}
