package org.trunkline.registry.capabilities;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * What users of a role may do with MCP servers until an administrator changes that role; the declared file's
 * {@code interface.mcpServers} wins over these. The administrators' role has all capabilities. Defaults are
 * LibreChat's.
 */
@ConfigMapping(prefix = "trunkline.capabilities")
public interface CapabilitiesConfig {

    /** See and use servers. */
    @WithDefault("true")
    boolean use();

    /** Create, change and delete servers of one's own. */
    @WithDefault("true")
    boolean create();

    /** Grant users, groups and roles access to one's servers; off, since it lets find other users by name. */
    @WithDefault("false")
    boolean share();

    /** Grant everyone access to one's servers. */
    @WithDefault("false")
    boolean sharePublic();

    /** Create servers with an {@code obo} block, which are sent tokens of their users. */
    @WithDefault("false")
    boolean configureObo();
}
