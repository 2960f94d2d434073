package org.trunkline.connection.transports;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.NotNegative;
import org.trunkline.start.Positive;

/** Bounds on what an MCP server may make us hold, and what a child process may see. */
@ConfigMapping(prefix = "trunkline.transports")
public interface TransportConfig {

    /** The largest answer to one request; a larger one fails the call. */
    @WithConverter(Positive.Size.class)
    @WithDefault("16M")
    MemorySize maxAnswer();

    /** The longest line of an event stream or of a child's output. */
    @WithConverter(Positive.Size.class)
    @WithDefault("5M")
    MemorySize maxLine();

    /** Connections for calls that one event loop keeps to one MCP server's origin; calls beyond it wait. */
    @WithConverter(Positive.Count.class)
    @WithDefault("512")
    int connectionsPerOrigin();

    /**
     * How long an event stream that stays open may be silent before it counts as broken; a server's
     * {@code sseReadTimeout} wins. LibreChat's default.
     */
    @WithConverter(Positive.Time.class)
    @WithDefault("5m")
    Duration silence();

    /** Streams of announcements from one origin that broke and are opened again in a second; others wait. */
    @WithConverter(Positive.Count.class)
    @WithDefault("250")
    int reopenRate();

    /**
     * The {@code quarkus.tls} configuration of connections to servers that name none; absent: the JDK's authorities.
     */
    Optional<String> tls();

    /** How many stdio servers may run in one replica. */
    @WithConverter(NotNegative.Count.class)
    @WithDefault("100")
    int maxChildren();

    /**
     * The resident memory of a stdio server with all that it starts; with more it is ended within seconds. Looked at
     * where the system has {@code /proc}. Chromium alone takes half of the default.
     */
    @WithConverter(Positive.Size.class)
    @WithDefault("2G")
    MemorySize childMemory();

    /**
     * Variables of our environment that stdio servers inherit, as the MCP SDKs do; others only by a server's
     * {@code env}.
     */
    @WithDefault("HOME,LOGNAME,PATH,SHELL,TERM,USER,LANG,TMPDIR")
    Set<String> inheritedEnvironment();
}
