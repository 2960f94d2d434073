package org.trunkline.registry.sharing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

import jakarta.enterprise.context.ApplicationScoped;

import org.trunkline.problem.FieldIssue;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.registry.access.AccessEntry;
import org.trunkline.registry.access.AccessRole;
import org.trunkline.registry.access.Grant;
import org.trunkline.registry.access.Principal;
import org.trunkline.registry.access.PrincipalType;

/** Reads a wanted change of a server's grants; what is wrong with it is said of each principal, by name. */
@ApplicationScoped
class SharingForm {

    private final PrincipalNames names;

    SharingForm(PrincipalNames names) {
        this.names = names;
    }

    /**
     * The change that is asked for.
     *
     * @param now what is granted on the server
     * @throws InvalidRequest when one of its parts cannot be done
     */
    SharingPlan read(SharingRequest request, List<AccessEntry> now) {
        List<FieldIssue> issues = new ArrayList<>();
        Map<Principal, Optional<Grant>> wanted = new LinkedHashMap<>();
        principals("removed", request.removed(), now, issues)
                .forEach((place, principal) -> wanted.put(principal, Optional.empty()));
        Map<Integer, Principal> updated = principals("updated", request.updated(), now, issues);
        updated.forEach((place, principal) -> {
            Optional<Grant> other = wanted.put(
                    principal, grant(place, principal, request.updated().get(place), issues));
            if (other != null && other.isPresent()) {
                issues.add(issue("updated", place, "id", principal + " is listed twice"));
            }
        });
        everyone(request, now, issues).ifPresent(grant -> wanted.put(Principal.EVERYONE, grant));
        if (!issues.isEmpty()) {
            throw InvalidRequest.fields(
                    "Failed to update permissions: " + issues.getFirst().message(), issues);
        }
        return new SharingPlan(wanted, now);
    }

    /** Those that are known, or have a grant already, by their place in the request. */
    private Map<Integer, Principal> principals(
            String field, List<SharingRequest.Given> given, List<AccessEntry> now, List<FieldIssue> issues) {
        Map<Integer, Principal> principals = new LinkedHashMap<>();
        for (int i = 0; i < given.size(); i++) {
            int place = i;
            principal(given.get(i), (member, fault) -> issues.add(issue(field, place, member, fault)))
                    .ifPresent(principal -> principals.put(place, principal));
        }
        PrincipalNames.Found found = names.of(principals.values());
        principals.entrySet().removeIf(entry -> {
            Principal principal = entry.getValue();
            boolean known = found.canBeGranted(principal)
                    || now.stream().anyMatch(granted -> granted.principal().equals(principal));
            if (!known) {
                issues.add(issue(field, entry.getKey(), "id", "There is no " + principal));
            }
            return !known;
        });
        return principals;
    }

    private static Optional<Principal> principal(SharingRequest.Given given, BiConsumer<String, String> report) {
        if (given == null) {
            report.accept("type", "Required");
            return Optional.empty();
        }
        Optional<PrincipalType> type = PrincipalType.of(given.type()).filter(found -> found != PrincipalType.PUBLIC);
        if (type.isEmpty()) {
            report.accept("type", "Unknown principal type '" + given.type() + "': user, group or role is expected");
        }
        if (given.id() == null || given.id().isBlank()) {
            report.accept("id", "Required");
            return Optional.empty();
        }
        return type.map(found -> new Principal(found, given.id()));
    }

    private static Optional<Grant> grant(
            int place, Principal principal, SharingRequest.Given given, List<FieldIssue> issues) {
        Optional<AccessRole> role = AccessRole.of(given.accessRoleId());
        if (role.isEmpty()) {
            issues.add(issue(
                    "updated", place, "accessRoleId", "Unknown role '" + given.accessRoleId() + "' for " + principal));
        }
        Instant end = given.expiresAt() == null ? null : given.expiresAt().truncatedTo(ChronoUnit.MILLIS);
        if (end != null && !end.isAfter(Instant.now())) {
            issues.add(issue("updated", place, "expiresAt", "The end of the grant for " + principal + " is past"));
        }
        return role.map(granted -> new Grant(principal, granted, end));
    }

    /** Empty: nothing is asked for everyone. Holding nothing: everyone's grant is to go. */
    private static Optional<Optional<Grant>> everyone(
            SharingRequest request, List<AccessEntry> now, List<FieldIssue> issues) {
        String id = request.publicAccessRoleId();
        Optional<AccessRole> asked = AccessRole.of(id);
        if (id != null && asked.isEmpty()) {
            issues.add(
                    new FieldIssue("custom", List.of("publicAccessRoleId"), "Unknown role '" + id + "' for everyone"));
        }
        if (request.isPublic() == null) {
            return Optional.empty();
        }
        if (!request.isPublic()) {
            return Optional.of(Optional.empty());
        }
        AccessRole role = asked.or(
                        () -> SharingPlan.live(Principal.EVERYONE, now).flatMap(entry -> AccessRole.of(entry.roleId)))
                .orElse(AccessRole.VIEWER);
        return Optional.of(Optional.of(new Grant(Principal.EVERYONE, role, null)));
    }

    private static FieldIssue issue(String field, int place, String member, String message) {
        return new FieldIssue("custom", List.of(field, place, member), message);
    }
}
