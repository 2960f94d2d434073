package org.trunkline.problem;

import java.util.Map;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

/** The request carries no bearer token, or none that is valid here; the challenge is that of RFC 6750, section 3. */
public final class Unauthorized extends Problem {

    private Unauthorized(String detail, String challenge) {
        super(
                "unauthorized",
                Status.UNAUTHORIZED,
                "Unauthorized",
                "Unauthorized",
                Map.of("detail", detail),
                Map.of(HttpHeaders.WWW_AUTHENTICATE, challenge));
    }

    /** There is no token. */
    public static Unauthorized noToken() {
        return new Unauthorized("A token is required: Authorization: Bearer <token>", "Bearer");
    }

    /** There is a token, but it has expired, was issued by or for somebody else, or is none. */
    public static Unauthorized invalidToken() {
        return new Unauthorized(
                "The token has expired, or is none that is valid here", "Bearer error=\"invalid_token\"");
    }
}
