package org.trunkline.problem;

import java.util.Map;

import jakarta.ws.rs.core.Response.Status;

/** A tool is not called although the caller may use its server. */
public final class ToolRefused extends Problem {

    private ToolRefused(String kind, Status status, String server, String tool, String message) {
        super(kind, status, status.getReasonPhrase(), message, Map.of("server", server, "tool", tool), Map.of());
    }

    /** The server's tool policy does not admit it, whether the server has it or not. */
    public static ToolRefused denied(String server, String tool) {
        return new ToolRefused(
                "tool-not-allowed",
                Status.FORBIDDEN,
                server,
                tool,
                "Tool '" + tool + "' of MCP server '" + server + "' may not be used");
    }

    /** The server has no tool of that name for this user. */
    public static ToolRefused absent(String server, String tool) {
        return new ToolRefused(
                "tool-not-found",
                Status.NOT_FOUND,
                server,
                tool,
                "MCP server '" + server + "' has no tool '" + tool + "'");
    }

    /** What the server says of the tool is not what was accepted. */
    public static ToolRefused quarantined(String server, String tool) {
        return new ToolRefused(
                "tool-quarantined",
                Status.CONFLICT,
                server,
                tool,
                "Tool '" + tool + "' of MCP server '" + server + "' is in quarantine: its definition has changed, and"
                        + " nobody who may edit the server has accepted the change yet");
    }
}
