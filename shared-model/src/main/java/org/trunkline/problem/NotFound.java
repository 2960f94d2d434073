package org.trunkline.problem;

import java.util.Map;

import jakarta.ws.rs.core.Response.Status;

/** What was asked for does not exist, or the caller may not know that it does. */
public final class NotFound extends Problem {

    /** A problem with a sentence for both of LibreChat's members. */
    public NotFound(String message) {
        this(message, message);
    }

    /** A problem with LibreChat's {@code error} and {@code message} apart. */
    public NotFound(String error, String message) {
        super("not-found", Status.NOT_FOUND, error, message, Map.of(), Map.of());
    }

    /** No server of that name for this caller: absent and unseen are the same. */
    public static NotFound server(String name) {
        return new NotFound("MCP server '" + name + "' not found in configuration");
    }
}
