package org.trunkline.problem;

import java.util.Map;

import jakarta.ws.rs.core.Response.Status;

/** The body is larger than is taken. */
public final class RequestTooLarge extends Problem {

    /** @param limit in bytes */
    RequestTooLarge(long limit) {
        super(
                "request-too-large",
                Status.REQUEST_ENTITY_TOO_LARGE,
                Status.REQUEST_ENTITY_TOO_LARGE.getReasonPhrase(),
                "The body has more than " + limit + " bytes",
                Map.of("limit", limit),
                Map.of());
    }
}
