package org.trunkline.registry.capabilities;

/** What a role may do with MCP servers at all; LibreChat's permissions of type {@code MCP_SERVERS}. */
public enum Capability {
    /** See and use servers. */
    USE("use"),
    /** Have servers of one's own: create, change and delete them. */
    CREATE("create"),
    /** Grant others access to a server that one may share. */
    SHARE("share"),
    /** Grant it to everyone. */
    SHARE_PUBLIC("public"),
    /** Let a server have tokens in exchange for its users' own ({@code obo}). */
    CONFIGURE_OBO("configureObo");

    private final String declaredName;

    Capability(String declaredName) {
        this.declaredName = declaredName;
    }

    /** The name in {@code interface.mcpServers} of a {@code librechat.yaml}. */
    public String declaredName() {
        return declaredName;
    }
}
