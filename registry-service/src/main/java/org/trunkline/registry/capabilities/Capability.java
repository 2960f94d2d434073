package org.trunkline.registry.capabilities;

/** What a role may do with MCP servers at all; LibreChat's permissions of type {@code MCP_SERVERS}. */
public enum Capability {
    /** See and use servers. */
    USE,
    /** Have servers of one's own: create, change and delete them. */
    CREATE,
    /** Grant others access to a server that one may share. */
    SHARE,
    /** Grant it to everyone. */
    SHARE_PUBLIC,
    /** Let a server have tokens in exchange for its users' own ({@code obo}). */
    CONFIGURE_OBO
}
