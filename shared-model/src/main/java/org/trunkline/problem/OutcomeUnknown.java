package org.trunkline.problem;

import java.util.Map;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

/**
 * The replica that did the work died, or was cut off, before it answered: the work may have been done. It is not done
 * again unasked, because doing it twice could do harm.
 */
public final class OutcomeUnknown extends Problem {

    private static final int RETRY_AFTER_SECONDS = 1;

    /** @param tool that was called */
    public OutcomeUnknown(String tool) {
        super(
                "outcome-unknown",
                Status.SERVICE_UNAVAILABLE,
                "Service Unavailable",
                "the replica that called tool '" + tool
                        + "' was lost before it answered: the tool may have run. Repeat the"
                        + " call if running it twice does no harm",
                Map.of("tool", tool),
                Map.of(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS));
    }
}
