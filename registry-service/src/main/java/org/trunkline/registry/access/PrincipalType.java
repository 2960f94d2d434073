package org.trunkline.registry.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonValue;

/** Who an access entry can be for. */
public enum PrincipalType {
    /** One user, by id. */
    USER,
    /** The members of a group that the identity provider asserts, by its id. */
    GROUP,
    /** The users with a role, by its name. */
    ROLE,
    /** Every user; such an entry has no principal id. */
    PUBLIC;

    /** As it is stored, and in JSON. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one with that {@link #value()}. */
    public static Optional<PrincipalType> of(String value) {
        return Arrays.stream(values())
                .filter(type -> type.value().equals(value))
                .findFirst();
    }
}
