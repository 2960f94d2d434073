package org.trunkline.problem;

import java.util.Map;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

/** The caller's own token is needed further on, but is about to end: the consumer must get a fresh one and retry. */
public final class ReauthenticationRequired extends Problem {

    /** @param placeholder the placeholder that stands for the token, braces included */
    public ReauthenticationRequired(String placeholder) {
        super(
                "reauthentication-required",
                Status.UNAUTHORIZED,
                "invalid_token",
                "OpenID token is expired or unavailable; re-authentication is required to resolve " + placeholder,
                Map.of(),
                Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\""));
    }
}
