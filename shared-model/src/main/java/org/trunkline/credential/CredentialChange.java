package org.trunkline.credential;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * An event: a user's credential for a server changed, so sessions connect, reconnect or close.
 *
 * @param state the state that it has now
 * @param reason in words; null when there is nothing to say
 * @param generation of the grant, 0 without one
 * @param values true when the user's values changed: a session opened with the old ones must not live on
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CredentialChange(
        String user,
        String server,
        AuthorizationState state,
        String reason,
        Instant since,
        long generation,
        boolean values) {}
