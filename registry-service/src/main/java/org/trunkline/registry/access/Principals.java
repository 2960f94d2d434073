package org.trunkline.registry.access;

import java.util.Set;

import org.trunkline.identity.Caller;

/**
 * Everyone that a user counts as when access is decided: the user, the role, the groups, and the public.
 *
 * @param role null when it is not known
 */
public record Principals(String user, String role, Set<String> groups) {

    public static Principals of(Caller caller) {
        return new Principals(caller.id(), caller.role(), caller.groups());
    }
}
