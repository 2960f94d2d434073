package org.trunkline.credential;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What goes upstream for a user at a server, or why it cannot. Never leaves the platform: {@link #toString()} shows no
 * secret.
 *
 * @param state whether {@link #accessToken} can be used; it is there in states AUTHORIZED and STEP_UP only
 * @param reason in words, for the user; null when there is nothing to say
 * @param since when the state began; null if it never changed
 * @param accessToken null unless there is a grant
 * @param dpopKey the private JWK, of the curve P-256, that proves possession of the token (RFC 9449); null for a bearer
 *     token
 * @param expiresAt when the token ends; null when that is not known
 * @param generation of the grant; grows with each refresh, 0 without one
 * @param userValues the user's values of the server's custom variables, by name
 * @param flow the flow that the user must finish; null when none would help
 * @param retryAfter milliseconds after which another try may succeed; null when waiting does not help
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Credential(
        AuthorizationState state,
        String reason,
        Instant since,
        String accessToken,
        String dpopKey,
        Instant expiresAt,
        long generation,
        Map<String, String> userValues,
        PendingFlow flow,
        Long retryAfter) {

    public Credential {
        userValues = userValues == null ? Map.of() : userValues;
    }

    @Override
    public String toString() {
        return "Credential[" + state + ", generation=" + generation + "]";
    }
}
