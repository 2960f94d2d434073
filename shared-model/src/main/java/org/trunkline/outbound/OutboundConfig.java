package org.trunkline.outbound;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.NotNegative;

/** Where requests may go that a user's input can steer. Without either list: to public addresses only. */
@ConfigMapping(prefix = "trunkline.outbound")
public interface OutboundConfig {

    /**
     * LibreChat's {@code mcpSettings.allowedDomains}: if there are any, MCP servers must be among them, and those may
     * be private. Each is {@code host}, {@code *.host} (the host itself too), {@code scheme://host} or any of these
     * with {@code :port}; without a port, every port.
     */
    Optional<List<String>> allowedDomains();

    /**
     * LibreChat's {@code mcpSettings.allowedAddresses}: private targets that may be reached all the same, as
     * {@code host:port}, with an IPv6 address in brackets. For MCP servers they count only without allowed domains.
     */
    Optional<List<String>> allowedAddresses();

    /**
     * How long the addresses of a server's name, once looked up and checked, are used without asking again. Short, so
     * that a server may move; not zero, so that a call costs no look-up.
     */
    @WithConverter(NotNegative.Time.class)
    @WithDefault("10s")
    Duration addressTime();
}
