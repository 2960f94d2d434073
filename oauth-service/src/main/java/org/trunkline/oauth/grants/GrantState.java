package org.trunkline.oauth.grants;

import java.time.Duration;

/** Whether there are tokens of a user for a server, and if they are of no use, what helps. */
public sealed interface GrantState {

    /** There is no grant: the user has to sign in. */
    record None() implements GrantState {}

    /** The access token can be sent. */
    record Usable(Grant grant) implements GrantState {}

    /**
     * There was a grant; only another sign-in helps.
     *
     * @param reason in words, for the user
     */
    record Expired(String reason) implements GrantState {}

    /**
     * The access token has ended and there is no new one now; what is stored is kept.
     *
     * @param reason in words, for the user
     * @param retryAfter when another try may succeed
     */
    record Failing(String reason, Duration retryAfter) implements GrantState {}
}
