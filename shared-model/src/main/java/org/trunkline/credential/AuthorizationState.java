package org.trunkline.credential;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Whether a user's credential for a server is there, and if not, what it lacks. */
public enum AuthorizationState {
    /** The server wants none. */
    NOT_REQUIRED,
    /** The user has to sign in at the server, and no flow is in progress. */
    NEEDS_AUTHORIZATION,
    /** A flow is in progress. */
    AUTHORIZING,
    /** There is a grant that can be used. */
    AUTHORIZED,
    /** There was a grant; it has ended and cannot be refreshed. */
    EXPIRED,
    /** There is a grant, but the server wants scopes that it lacks. */
    STEP_UP,
    /** The authorization server cannot be used now; what is stored is kept. */
    ERROR;

    /** The state in JSON: lower case. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that {@link #value}. */
    @JsonCreator
    public static AuthorizationState named(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }
}
