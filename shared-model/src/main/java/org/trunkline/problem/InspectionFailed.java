package org.trunkline.problem;

import java.util.Map;

import jakarta.ws.rs.core.Response.Status;

/** The MCP server that a configuration describes could not be inspected, so the configuration was not saved. */
public final class InspectionFailed extends Problem {

    /**
     * @param server as the caller knows it
     * @param reason what is in the way
     */
    public InspectionFailed(String server, String reason) {
        super(
                "inspection-failed",
                Status.BAD_REQUEST,
                "MCP_INSPECTION_FAILED",
                "Failed to connect to MCP server \"" + server + "\"",
                Map.of(
                        "reason",
                        reason,
                        "detail",
                        "Failed to connect to MCP server \"" + server + "\": " + reason
                                + ". Correct the configuration, or save it as it is with saveUnreachable: true"),
                Map.of());
    }
}
