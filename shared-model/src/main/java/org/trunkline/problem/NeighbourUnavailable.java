package org.trunkline.problem;

import java.util.Map;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

/**
 * A part of Trunkline that is needed for the request does not answer now: the body names it, the header says when to
 * retry.
 */
public final class NeighbourUnavailable extends Problem {

    private static final int RETRY_AFTER_SECONDS = 5;

    /** @param neighbour the service, or {@code database} */
    public NeighbourUnavailable(String neighbour, Throwable cause) {
        super(
                "neighbour-unavailable",
                Status.SERVICE_UNAVAILABLE,
                "Service Unavailable",
                neighbour + " does not answer now; retry in " + RETRY_AFTER_SECONDS + " seconds",
                Map.of("neighbour", neighbour),
                Map.of(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS));
        initCause(cause);
    }
}
