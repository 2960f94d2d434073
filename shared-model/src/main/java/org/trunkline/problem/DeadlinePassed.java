package org.trunkline.problem;

import java.util.Map;

import jakarta.ws.rs.core.Response.Status;

/** The caller does not wait any longer, as it said. What it asked for was broken off, and may have been done. */
public final class DeadlinePassed extends Problem {

    /** @param milliseconds how long the caller said that it waits */
    public DeadlinePassed(long milliseconds) {
        super(
                "deadline-passed",
                Status.GATEWAY_TIMEOUT,
                Status.GATEWAY_TIMEOUT.getReasonPhrase(),
                "There is no answer within the " + milliseconds
                        + " ms that the caller waits; what it asked for was broken off and may have been done",
                Map.of(),
                Map.of());
    }
}
