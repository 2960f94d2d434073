package org.trunkline.registry.access;

import java.time.Instant;

/**
 * A role for a principal.
 *
 * @param expiresAt when it ends; null means never
 */
public record Grant(Principal principal, AccessRole role, Instant expiresAt) {

    /** Whether it makes somebody an owner who can be relied on: a user or a group, without an end. */
    public boolean keepsServer() {
        return role == AccessRole.OWNER
                && expiresAt == null
                && (principal.type() == PrincipalType.USER || principal.type() == PrincipalType.GROUP);
    }
}
