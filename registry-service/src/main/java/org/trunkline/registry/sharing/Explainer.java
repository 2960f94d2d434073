package org.trunkline.registry.sharing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.bson.types.ObjectId;
import org.trunkline.identity.IdentityConfig;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.access.AccessEntry;
import org.trunkline.registry.access.KnownUser;
import org.trunkline.registry.access.Permission;
import org.trunkline.registry.access.Principals;
import org.trunkline.registry.capabilities.Capabilities;
import org.trunkline.registry.capabilities.Capability;

/** Says in words why a user may do what with a server. */
@ApplicationScoped
class Explainer {

    private static final Map<Permission, Set<Capability>> NEEDED = Map.of(
            Permission.VIEW, Set.of(Capability.USE),
            Permission.EDIT, Set.of(Capability.USE, Capability.CREATE),
            Permission.DELETE, Set.of(Capability.USE, Capability.CREATE),
            Permission.SHARE, Set.of(Capability.SHARE));

    private final AccessEntries entries;
    private final Capabilities capabilities;
    private final IdentityConfig identity;

    Explainer(AccessEntries entries, Capabilities capabilities, IdentityConfig identity) {
        this.entries = entries;
        this.capabilities = capabilities;
        this.identity = identity;
    }

    /** What a user may do with a server, as far as the user's last token tells. */
    Explanation explain(KnownUser user, ObjectId server) {
        String role = user.role == null ? identity.defaultRole() : user.role;
        Set<String> groups = user.groups == null ? Set.of() : Set.copyOf(user.groups);
        Principals principals =
                new Principals(user.id, role, groups, identity.adminRole().equals(role));
        Instant now = Instant.now();
        List<AccessEntry> matching = entries.on(server).stream()
                .filter(entry -> entry.principal().covers(principals))
                .toList();
        int bits = matching.stream()
                .filter(entry -> entry.counts(now))
                .mapToInt(entry -> entry.permBits)
                .reduce(0, (a, b) -> a | b);
        return new Explanation(
                user.id,
                user.label(),
                role,
                groups.stream().sorted().toList(),
                bits,
                Arrays.stream(Permission.values())
                        .map(permission -> verdict(permission, principals, bits, matching, now))
                        .toList());
    }

    private Explanation.Verdict verdict(
            Permission permission, Principals user, int bits, List<AccessEntry> matching, Instant now) {
        List<String> reasons = new ArrayList<>();
        matching.stream()
                .filter(entry -> permission.in(entry.permBits))
                .forEach(entry -> reasons.add(words(entry, now)));
        boolean granted = permission.in(bits);
        if (!granted) {
            reasons.add("no entry that counts grants this user " + permission);
        }
        if (user.manager()) {
            reasons.add("an administrator sees and manages every managed server"
                    + (granted ? "" : "; to call its tools, an entry is needed"));
        }
        List<Capability> missing = NEEDED.get(permission).stream()
                .filter(capability -> !capabilities.has(user.role(), capability))
                .sorted()
                .toList();
        missing.forEach(capability ->
                reasons.add("role '" + user.role() + "' lacks the capability " + capability + ", which it needs"));
        return new Explanation.Verdict(permission, (granted || user.manager()) && missing.isEmpty(), reasons);
    }

    private static String words(AccessEntry entry, Instant now) {
        String granted = entry.roleId == null ? "bits " + entry.permBits : entry.roleId;
        String by = entry.grantedBy == null ? "" : ", granted by user '" + entry.grantedBy + "'";
        if (!entry.counts(now)) {
            return entry.principal() + " had " + granted + by + ", but this expired at " + entry.expiresAt
                    + " and counts for nothing";
        }
        String end = entry.expiresAt == null ? "" : ", until " + entry.expiresAt;
        return entry.principal() + " has " + granted + by + end;
    }
}
