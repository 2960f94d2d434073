package org.trunkline.problem;

import java.util.Map;

import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;

/**
 * A problem that its HTTP status says all about (RFC 9457, section 4.2.1): no such path, wrong method, our own fault.
 */
final class StandardProblem extends Problem {

    private StandardProblem(StatusType status, String message) {
        super(null, status, status.getReasonPhrase(), message, Map.of(), Map.of());
    }

    /** What the framework refused. */
    static StandardProblem of(StatusType status) {
        return new StandardProblem(status, status.getReasonPhrase());
    }

    /** A fault of ours. The log has the cause under the id, and the caller only the id. */
    static StandardProblem internal(String id) {
        return new StandardProblem(Status.INTERNAL_SERVER_ERROR, "Internal error; the log has it as " + id);
    }
}
