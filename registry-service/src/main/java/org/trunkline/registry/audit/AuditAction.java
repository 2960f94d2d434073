package org.trunkline.registry.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be done that the audit tells of. */
public enum AuditAction {
    SERVER_CREATED,
    SERVER_CHANGED,
    SERVER_DELETED,
    /** Somebody accepted the changed definition of a pinned tool. */
    TOOL_ACCEPTED,
    /** Who may do what with a server. */
    PERMISSIONS_CHANGED,
    /** What a role may do at all. */
    CAPABILITIES_CHANGED,
    /** Users or groups were imported. */
    DIRECTORY_IMPORTED,
    /** The operator declared, changed or withdrew a server in the file. */
    DECLARED_CHANGED;

    /** As it is stored, and in JSON: {@code server.created}. */
    public String value() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** The one with that {@link #value()}. */
    static Optional<AuditAction> of(String value) {
        return Arrays.stream(values())
                .filter(action -> action.value().equals(value))
                .findFirst();
    }
}
