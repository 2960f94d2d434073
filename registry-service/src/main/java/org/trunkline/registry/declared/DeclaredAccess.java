package org.trunkline.registry.declared;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.trunkline.problem.FieldIssue;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.access.AccessRole;
import org.trunkline.registry.access.Grant;
import org.trunkline.registry.access.Principal;
import org.trunkline.registry.access.PrincipalType;

/** Reads whom a declared server is for: its {@code access}. */
final class DeclaredAccess {

    /** What counts for a server without {@code access}, as in LibreChat. */
    static final List<Grant> EVERYONE = List.of(new Grant(Principal.EVERYONE, AccessRole.VIEWER, null));

    private static final Set<String> MEMBERS = Set.of("user", "group", "public", "type", "id", "role");
    private static final String WHO =
            "Name one principal: user, group, public: true, or type (user, group, role) and id";

    private final List<FieldIssue> issues = new ArrayList<>();
    private final List<Grant> grants = new ArrayList<>();

    private DeclaredAccess() {}

    /** @param access a missing node when the server has none */
    static DeclaredAccess read(JsonNode access) {
        DeclaredAccess read = new DeclaredAccess();
        if (access.isMissingNode()) {
            read.grants.addAll(EVERYONE);
        } else if (access.isArray()) {
            for (int i = 0; i < access.size(); i++) {
                read.entry(access.get(i), i);
            }
        } else {
            read.issues.add(
                    new FieldIssue("invalid_type", List.of("access"), "Expected a list of principals with roles"));
        }
        return read;
    }

    /** The grants; only to be used when there are no issues. */
    List<Grant> grants() {
        return List.copyOf(grants);
    }

    List<FieldIssue> issues() {
        return issues;
    }

    private void entry(JsonNode entry, int place) {
        entry.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                report(
                        place,
                        name,
                        "Not known here; known are "
                                + String.join(", ", MEMBERS.stream().sorted().toList()));
            }
        });
        Optional<Principal> principal = principal(entry);
        Optional<AccessRole> role =
                AccessRole.of(AccessEntries.SERVER + "_" + entry.path("role").asText("viewer"));
        if (role.isEmpty()) {
            report(
                    place,
                    "role",
                    "Expected viewer, editor or owner; a role as a principal is type: role, id: its name");
        }
        if (principal.isEmpty()) {
            issues.add(new FieldIssue("custom", List.of("access", place), WHO));
        }
        if (principal.isPresent() && role.isPresent()) {
            grants.add(new Grant(principal.get(), role.get(), null));
        }
    }

    /** Empty unless exactly one is named. */
    private static Optional<Principal> principal(JsonNode entry) {
        List<Principal> named = new ArrayList<>();
        named(entry, "user", PrincipalType.USER).ifPresent(named::add);
        named(entry, "group", PrincipalType.GROUP).ifPresent(named::add);
        if (entry.path("public").asBoolean(false)) {
            named.add(Principal.EVERYONE);
        }
        PrincipalType.of(entry.path("type").asText())
                .flatMap(type ->
                        type == PrincipalType.PUBLIC ? Optional.of(Principal.EVERYONE) : named(entry, "id", type))
                .ifPresent(named::add);
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }

    /** Ids may look like numbers in YAML. */
    private static Optional<Principal> named(JsonNode entry, String member, PrincipalType type) {
        String id = entry.path(member).isValueNode() ? entry.path(member).asText() : "";
        return id.isBlank() ? Optional.empty() : Optional.of(new Principal(type, id));
    }

    private void report(int place, String member, String message) {
        issues.add(new FieldIssue("custom", List.of("access", place, member), message));
    }
}
