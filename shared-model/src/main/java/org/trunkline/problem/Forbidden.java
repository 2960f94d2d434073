package org.trunkline.problem;

import java.util.Map;

import jakarta.ws.rs.core.Response.Status;

/** The caller may see the thing but not do this with it. */
public final class Forbidden extends Problem {

    public Forbidden(String error, String message) {
        super("forbidden", Status.FORBIDDEN, error, message, Map.of(), Map.of());
    }

    /** The caller's role lacks the capability. */
    public static Forbidden capability() {
        return new Forbidden("Forbidden", "Forbidden: Insufficient permissions");
    }

    /** The caller lacks the bits on this server. */
    public static Forbidden server() {
        return new Forbidden("Forbidden", "Insufficient permissions to access this mcpServer");
    }
}
