package org.trunkline.problem;

import java.util.Map;

import jakarta.ws.rs.core.Response.Status;

/** A tool's result has a part that is larger than what is passed on to a model. */
public final class ResultTooLarge extends Problem {

    private ResultTooLarge(String message) {
        super("result-too-large", Status.BAD_GATEWAY, message, message, Map.of(), Map.of());
    }

    /** An image of {@code bytes} where {@code limit} are allowed. */
    public static ResultTooLarge image(long limit, long bytes) {
        return new ResultTooLarge("MCP image result exceeds maximum size of " + limit + " bytes: " + bytes + " bytes");
    }
}
