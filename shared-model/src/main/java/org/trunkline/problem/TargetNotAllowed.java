package org.trunkline.problem;

import java.util.Map;

import jakarta.ws.rs.core.Response.Status;

/** The outbound guard does not let requests go where a server's configuration wants them to. */
public final class TargetNotAllowed extends Problem {

    private TargetNotAllowed(String message) {
        super("target-not-allowed", Status.FORBIDDEN, "MCP_DOMAIN_NOT_ALLOWED", message, Map.of(), Map.of());
    }

    /**
     * For who wrote the URL.
     *
     * @param origin scheme, host and port of the URL, without what could be secret in it
     */
    public static TargetNotAllowed domain(String origin) {
        return new TargetNotAllowed("Domain \"" + origin + "\" is not allowed");
    }

    /** For who uses a server, but may not know its address. */
    public static TargetNotAllowed resolvedUrl() {
        return new TargetNotAllowed("Resolved MCP server URL is not allowed by the configured domain policy.");
    }
}
