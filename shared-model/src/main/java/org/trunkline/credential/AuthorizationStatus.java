package org.trunkline.credential;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How a user's authorization at a server is, and what it takes to mend it. Nothing secret is in it.
 *
 * @param reason in words, for the user; null when there is nothing to say
 * @param since when the state began; null if it never changed
 * @param flow the flow that waits for the user; null without one
 * @param retryAfter milliseconds after which another try may succeed; null when waiting does not help
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuthorizationStatus(
        AuthorizationState state, String reason, Instant since, PendingFlow flow, Long retryAfter) {

    /** The status where nothing was ever stored. */
    public static AuthorizationStatus unknown(boolean requiresOAuth) {
        AuthorizationState state =
                requiresOAuth ? AuthorizationState.NEEDS_AUTHORIZATION : AuthorizationState.NOT_REQUIRED;
        return new AuthorizationStatus(state, null, null, null, null);
    }
}
