package org.trunkline.problem;

import java.util.List;
import java.util.Map;

import jakarta.ws.rs.core.Response.Status;

/** The request cannot be understood as it is: the body names each field at fault. */
public final class InvalidRequest extends Problem {

    /** A fault that belongs to no single field. */
    public InvalidRequest(String message) {
        super("invalid-request", Status.BAD_REQUEST, "Bad Request", message, Map.of(), Map.of());
    }

    private InvalidRequest(String kind, String message, List<FieldIssue> issues) {
        super(kind, Status.BAD_REQUEST, message, message, Map.of("errors", issues), Map.of());
    }

    /** A server's configuration with faults. */
    public static InvalidRequest configuration(List<FieldIssue> issues) {
        return new InvalidRequest("invalid-configuration", "Invalid configuration", issues);
    }

    /** One field of a request is missing or wrong. */
    public static InvalidRequest field(String field, String message) {
        return new InvalidRequest(
                "invalid-request", message, List.of(new FieldIssue("custom", List.of(field), message)));
    }
}
