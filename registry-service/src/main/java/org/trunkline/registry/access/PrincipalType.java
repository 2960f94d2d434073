package org.trunkline.registry.access;

import java.util.Locale;

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

    /** As it is stored. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
