package org.trunkline.problem;

import java.util.Map;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

/**
 * The state that a request's {@code If-Match} names is no longer the current one (RFC 9110, section 13.1.1). The body
 * carries the current one, so that the caller can decide without another request.
 */
public final class PreconditionFailed extends Problem {

    /**
     * @param current what a read would answer this caller now, as the members of its JSON
     * @param tag the entity tag of {@code current}
     */
    public PreconditionFailed(Map<String, ?> current, String tag) {
        super(
                "precondition-failed",
                Status.PRECONDITION_FAILED,
                "Precondition Failed",
                "It was changed since the state that If-Match names; current is its state now",
                Map.of("current", current),
                Map.of(HttpHeaders.ETAG, tag));
    }
}
