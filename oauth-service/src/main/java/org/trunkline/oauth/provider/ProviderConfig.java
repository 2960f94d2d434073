package org.trunkline.oauth.provider;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds on what an authorization server may make us hold and wait for. */
@ConfigMapping(prefix = "trunkline.oauth.http")
public interface ProviderConfig {

    /** The largest answer; a larger one is a failure. Metadata and tokens take a few kilobytes. */
    @WithDefault("1M")
    MemorySize maxAnswer();

    /** How long the answer to a request for metadata, or to a probe of an MCP server, may take in all. */
    @WithDefault("5s")
    Duration metadataTimeout();

    /** How long the answer to a registration, a token request or a revocation may take in all. */
    @WithDefault("10s")
    Duration requestTimeout();
}
