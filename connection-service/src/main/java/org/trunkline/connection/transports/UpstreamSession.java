package org.trunkline.connection.transports;

/**
 * An upstream session that outlives its connections (MCP 2025-11-25, "Session Management").
 *
 * @param id the {@code Mcp-Session-Id}, which is as good as a credential
 * @param protocolVersion that was agreed on; null when nothing was sent since
 */
public record UpstreamSession(String id, String protocolVersion) {

    @Override
    public String toString() {
        return "UpstreamSession[" + protocolVersion + "]";
    }
}
