package org.trunkline.server;

import java.util.Locale;
import java.util.Optional;

/** How bytes travel between Trunkline and an MCP server. */
public enum Transport {
    /**
     * A child process, JSON-RPC by line on its standard streams (MCP 2025-11-25, "Transports"); declared servers only.
     */
    STDIO("stdio"),
    /** JSON-RPC messages as WebSocket text frames, subprotocol {@code mcp}. */
    WEBSOCKET("websocket"),
    /** HTTP with Server-Sent Events of MCP 2024-11-05. */
    SSE("sse"),
    /** Streamable HTTP of MCP 2025-03-26 and later. */
    STREAMABLE_HTTP("streamable-http");

    private final String type;

    Transport(String type) {
        this.type = type;
    }

    /** The value of {@code type} in a server's configuration. */
    public String type() {
        return type;
    }

    /**
     * The transport that {@code type} names ({@code http} is another name of streamable HTTP); empty when it names
     * none.
     */
    public static Optional<Transport> named(String type) {
        if ("http".equals(type)) {
            return Optional.of(STREAMABLE_HTTP);
        }
        for (Transport transport : values()) {
            if (transport.type.equals(type)) {
                return Optional.of(transport);
            }
        }
        return Optional.empty();
    }

    /**
     * The transport of a configuration without {@code type}: by the scheme of its URL, as LibreChat's union resolves
     * it.
     */
    public static Transport ofUrl(String url) {
        String lower = url == null ? "" : url.toLowerCase(Locale.ROOT);
        return lower.startsWith("ws:") || lower.startsWith("wss:") ? WEBSOCKET : SSE;
    }
}
