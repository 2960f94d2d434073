package org.trunkline.registry.sharing;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.registry.access.AccessEntry;
import org.trunkline.registry.access.AccessRole;
import org.trunkline.registry.access.Grant;
import org.trunkline.registry.access.Principal;
import org.trunkline.registry.access.PrincipalType;

/**
 * A change of a server's grants, and the order of its writes. There is no transaction over them: new owners come first,
 * so that there is always one; then what somebody loses; then what others get. A change that stops halfway has given
 * nobody but its owners more than there was, and done again it is completed.
 *
 * @param wanted empty: the principal loses what there is
 * @param now what is granted before
 */
record SharingPlan(Map<Principal, Optional<Grant>> wanted, List<AccessEntry> now) {

    /** The changes in the order of their writes, without those that are done already. */
    List<Map.Entry<Principal, Optional<Grant>>> steps() {
        return wanted.entrySet().stream()
                .filter(change -> !isDone(change.getKey(), change.getValue()))
                .sorted(Comparator.comparingInt(change -> phase(change.getKey(), change.getValue())))
                .toList();
    }

    /** Whether an owner is left: a user or a group, whose grant does not end. */
    boolean keepsOwner() {
        boolean comes = wanted.values().stream().flatMap(Optional::stream).anyMatch(Grant::keepsServer);
        return comes
                || now.stream()
                        .filter(entry -> !wanted.containsKey(entry.principal()))
                        .anyMatch(SharingPlan::keepsServer);
    }

    /** Whether everyone gets what everyone has not. */
    boolean opensToEveryone() {
        Optional<Grant> grant = wanted.getOrDefault(Principal.EVERYONE, Optional.empty());
        return grant.isPresent() && !isDone(Principal.EVERYONE, grant);
    }

    /** The role that everyone is to have; null when nothing is asked for everyone. */
    String everyonesRole() {
        return wanted.getOrDefault(Principal.EVERYONE, Optional.empty())
                .map(grant -> grant.role().id())
                .orElse(null);
    }

    /** What users, groups and roles are granted. */
    List<Grant> granted() {
        return wanted.values().stream()
                .flatMap(Optional::stream)
                .filter(grant -> grant.principal().type() != PrincipalType.PUBLIC)
                .toList();
    }

    /** What a principal is granted now, if that is not past its end. */
    static Optional<AccessEntry> live(Principal principal, List<AccessEntry> now) {
        Instant time = Instant.now();
        return now.stream()
                .filter(entry -> entry.principal().equals(principal) && entry.counts(time))
                .findFirst();
    }

    private boolean isDone(Principal principal, Optional<Grant> grant) {
        Optional<AccessEntry> entry =
                now.stream().filter(one -> one.principal().equals(principal)).findFirst();
        return grant.map(wants -> entry.filter(has -> has.says(wants)).isPresent())
                .orElseGet(entry::isEmpty);
    }

    private int phase(Principal principal, Optional<Grant> grant) {
        if (grant.isPresent() && grant.get().keepsServer()) {
            return 0;
        }
        return grant.isEmpty() || isLess(grant.get(), live(principal, now)) ? 1 : 2;
    }

    private static boolean isLess(Grant grant, Optional<AccessEntry> entry) {
        return entry.filter(has -> (grant.role().bits() & ~has.permBits) == 0)
                .filter(has -> has.expiresAt == null
                        || grant.expiresAt() != null && !grant.expiresAt().isAfter(has.expiresAt))
                .isPresent();
    }

    private static boolean keepsServer(AccessEntry entry) {
        return AccessRole.OWNER.id().equals(entry.roleId)
                && entry.expiresAt == null
                && (entry.principal().type() == PrincipalType.USER
                        || entry.principal().type() == PrincipalType.GROUP);
    }
}
