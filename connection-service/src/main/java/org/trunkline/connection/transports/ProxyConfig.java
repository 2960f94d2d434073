package org.trunkline.connection.transports;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * The proxies on the way to MCP servers that name none of their own, as URLs: {@code http}, {@code socks},
 * {@code socks5} or {@code socks4}, with user name and password if the proxy wants them.
 */
@ConfigMapping(prefix = "trunkline.proxy")
public interface ProxyConfig {

    /** For all of them. LibreChat's PROXY. */
    @WithDefault("${PROXY:}")
    Optional<String> url();

    /** For those at http and ws URLs, unless there is one for all. */
    @WithDefault("${HTTP_PROXY:${http_proxy:}}")
    Optional<String> http();

    /** For those at https and wss URLs, unless there is one for all. */
    @WithDefault("${HTTPS_PROXY:${https_proxy:}}")
    Optional<String> https();

    /**
     * What is reached without the last two: names, with all below them, addresses, or {@code *}; with a port or not.
     */
    @WithDefault("${NO_PROXY:${no_proxy:}}")
    Optional<List<String>> none();
}
