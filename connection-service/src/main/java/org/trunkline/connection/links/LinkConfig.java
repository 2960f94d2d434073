package org.trunkline.connection.links;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.Positive;

/** How long an MCP server may take, where its own configuration does not say, and how long a list of tools may be. */
@ConfigMapping(prefix = "trunkline.links")
public interface LinkConfig {

    /** Connecting and initializing together; a server's {@code initTimeout} wins. LibreChat's default. */
    @WithConverter(Positive.Time.class)
    @WithDefault("30s")
    Duration initTimeout();

    /** One request; a server's {@code timeout} wins. The MCP SDKs' default. */
    @WithConverter(Positive.Time.class)
    @WithDefault("60s")
    Duration requestTimeout();

    /**
     * One request whose server reports progress, each of which gives it its time once more: so long altogether. A
     * server's {@code timeout} wins if it is longer.
     */
    @WithConverter(Positive.Time.class)
    @WithDefault("15m")
    Duration longestRequest();

    /** Whether structured results are held to what a tool's definition promises, once that is known. */
    @WithDefault("true")
    boolean checkOutput();

    /** The most pages of a list that are fetched; what comes after is left out. */
    @WithConverter(Positive.Count.class)
    @WithDefault("50")
    int maxPages();

    /** The most tools that one server may list; what comes after is left out. */
    @WithConverter(Positive.Count.class)
    @WithDefault("1000")
    int maxTools();

    /** The most characters that one server's list of tools may have; what comes after is left out. */
    @WithConverter(Positive.Size.class)
    @WithDefault("5M")
    MemorySize maxList();

    /** How long fetching all pages of a list may take; a list that takes longer fails. */
    @WithConverter(Positive.Time.class)
    @WithDefault("30s")
    Duration listTime();
}
