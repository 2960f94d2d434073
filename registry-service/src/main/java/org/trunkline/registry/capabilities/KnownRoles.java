package org.trunkline.registry.capabilities;

import java.util.Set;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;

import org.trunkline.identity.IdentityConfig;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.access.KnownUsers;
import org.trunkline.registry.access.Principal;
import org.trunkline.registry.access.PrincipalType;

/**
 * Which roles there are: those of administrators and of users without one, those whose capabilities were changed, and
 * those that a caller's token or an access entry has named.
 */
@ApplicationScoped
public class KnownRoles {

    private final IdentityConfig identity;
    private final RoleCapabilitiesStore stored;
    private final KnownUsers users;
    private final AccessEntries entries;

    KnownRoles(IdentityConfig identity, RoleCapabilitiesStore stored, KnownUsers users, AccessEntries entries) {
        this.identity = identity;
        this.stored = stored;
        this.users = users;
        this.entries = entries;
    }

    /** Whether there is that role. */
    public boolean contains(String role) {
        return identity.adminRole().equals(role)
                || identity.defaultRole().equals(role)
                || stored.has(role)
                || users.haveRole(role)
                || entries.has(new Principal(PrincipalType.ROLE, role));
    }

    /** Those that are there without looking for them in access entries, in the order of names. */
    public Set<String> all() {
        Set<String> all = new TreeSet<>(users.roles());
        all.addAll(stored.roles());
        all.add(identity.adminRole());
        all.add(identity.defaultRole());
        return all;
    }
}
