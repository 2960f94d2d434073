package org.trunkline.registry.sharing;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.trunkline.registry.access.KnownGroup;
import org.trunkline.registry.access.KnownGroups;
import org.trunkline.registry.access.KnownUser;
import org.trunkline.registry.access.KnownUsers;
import org.trunkline.registry.access.Principal;
import org.trunkline.registry.access.PrincipalType;
import org.trunkline.registry.capabilities.KnownRoles;

/** Looks up who principals are. */
@ApplicationScoped
class PrincipalNames {

    private final KnownUsers users;
    private final KnownGroups groups;
    private final KnownRoles roles;

    PrincipalNames(KnownUsers users, KnownGroups groups, KnownRoles roles) {
        this.users = users;
        this.groups = groups;
        this.roles = roles;
    }

    /** What is known of them. */
    Found of(Collection<Principal> principals) {
        return new Found(
                users.withIds(ids(PrincipalType.USER, principals)),
                groups.withIds(ids(PrincipalType.GROUP, principals)),
                ids(PrincipalType.ROLE, principals).stream()
                        .filter(roles::contains)
                        .collect(Collectors.toSet()));
    }

    private static Set<String> ids(PrincipalType type, Collection<Principal> principals) {
        return principals.stream()
                .filter(principal -> principal.type() == type)
                .map(Principal::id)
                .collect(Collectors.toSet());
    }

    /** Those that are known, by id. */
    record Found(Map<String, KnownUser> users, Map<String, KnownGroup> groups, Set<String> roles) {

        /** Whether the principal is known and active. */
        boolean canBeGranted(Principal principal) {
            return switch (principal.type()) {
                case USER ->
                    users.containsKey(principal.id())
                            && users.get(principal.id()).isActive();
                case GROUP ->
                    groups.containsKey(principal.id())
                            && groups.get(principal.id()).isActive();
                case ROLE -> roles.contains(principal.id());
                case PUBLIC -> true;
            };
        }

        /** Its name, or its id when none is known. */
        String label(Principal principal) {
            return switch (principal.type()) {
                case USER ->
                    users.containsKey(principal.id())
                            ? users.get(principal.id()).label()
                            : principal.id();
                case GROUP ->
                    groups.containsKey(principal.id())
                            ? groups.get(principal.id()).label()
                            : principal.id();
                case ROLE, PUBLIC -> principal.id();
            };
        }

        /** A user's email; null when none is known. */
        String email(Principal principal) {
            return principal.type() == PrincipalType.USER && users.containsKey(principal.id())
                    ? users.get(principal.id()).email
                    : null;
        }
    }
}
