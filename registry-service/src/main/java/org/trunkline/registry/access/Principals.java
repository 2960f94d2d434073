package org.trunkline.registry.access;

import java.util.Set;

import org.trunkline.identity.Caller;
import org.trunkline.identity.Callers;

/**
 * Everyone that a user counts as when access is decided: the user, the role, the groups, and the public.
 *
 * @param role null when it is not known
 * @param manager whether the user manages all managed servers ({@code manage:mcpservers}), whatever the entries say
 */
public record Principals(String user, String role, Set<String> groups, boolean manager) {

    /** A user as one who uses servers: managing them all is not using them all. */
    public Principals(String user, String role, Set<String> groups) {
        this(user, role, groups, false);
    }

    /** The caller of the current request; an administrator manages all managed servers. */
    public static Principals of(Callers callers) {
        Caller caller = callers.current();
        return new Principals(caller.id(), caller.role(), caller.groups(), callers.isAdmin(caller));
    }
}
