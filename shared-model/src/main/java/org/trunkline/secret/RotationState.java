package org.trunkline.secret;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** What becomes of a rotation. */
public enum RotationState {
    /** None was ever started. */
    NEVER,
    /** Some replica works on it, or will in a moment. */
    RUNNING,
    /** Somebody stopped it; started again it goes on. */
    STOPPED,
    /** Every value that opens was under the key that was primary then. */
    DONE;

    /** As it is stored, and in JSON. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
