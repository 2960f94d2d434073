package org.trunkline.problem;

import java.util.Map;

import jakarta.ws.rs.core.Response.Status;

/** The request does not fit what is there now; trying again may help. */
public final class Conflict extends Problem {

    public Conflict(String message) {
        super("conflict", Status.CONFLICT, "Conflict", message, Map.of(), Map.of());
    }
}
