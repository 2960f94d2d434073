package org.trunkline.registry.sharing;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.bson.Document;
import org.bson.types.ObjectId;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.access.AccessEntry;
import org.trunkline.registry.access.AccessRole;
import org.trunkline.registry.access.Grant;
import org.trunkline.registry.access.Principal;
import org.trunkline.registry.access.PrincipalType;
import org.trunkline.registry.audit.AuditEntry;

/** A change of a server's grants as the audit keeps it: enough to read what happened, and to finish it. */
final class SharingSteps {

    private static final String GRANTS = "grants";

    private SharingSteps() {}

    /** Writes into {@code event} what each principal concerned had and gets. */
    static void write(AuditEntry event, List<Map.Entry<Principal, Optional<Grant>>> steps, List<AccessEntry> now) {
        Set<Principal> concerned = new HashSet<>();
        steps.forEach(step -> concerned.add(step.getKey()));
        event.before = grants(now.stream()
                .filter(entry -> concerned.contains(entry.principal()))
                .map(entry -> grant(entry.principal(), entry.roleId, entry.expiresAt)));
        event.after = grants(steps.stream()
                .flatMap(step -> step.getValue().stream())
                .map(grant -> grant(grant.principal(), grant.role().id(), grant.expiresAt())));
    }

    /**
     * Does what {@code event} says, as far as it is not done: first what is granted, so that there is always an owner.
     */
    static void finish(AuditEntry event, AccessEntries entries) {
        ObjectId server = new ObjectId(event.resource.id);
        Set<Principal> granted = new HashSet<>();
        for (Document grant : event.after.getList(GRANTS, Document.class)) {
            entries.grant(grant(grant), server, event.actor.id);
            granted.add(principal(grant));
        }
        event.before.getList(GRANTS, Document.class).stream()
                .map(SharingSteps::principal)
                .filter(principal -> !granted.contains(principal))
                .forEach(principal -> entries.revoke(principal, server));
    }

    private static Document grants(Stream<Document> grants) {
        return new Document(GRANTS, grants.toList());
    }

    private static Document grant(Principal principal, String role, Instant end) {
        Document grant = new Document("type", principal.type().value());
        put(grant, "id", principal.id());
        put(grant, "accessRoleId", role);
        put(grant, "expiresAt", end == null ? null : end.toString());
        return grant;
    }

    private static void put(Document grant, String field, String value) {
        if (value != null) {
            grant.put(field, value);
        }
    }

    private static Grant grant(Document grant) {
        String end = grant.getString("expiresAt");
        return new Grant(
                principal(grant),
                AccessRole.of(grant.getString("accessRoleId")).orElseThrow(),
                end == null ? null : Instant.parse(end));
    }

    private static Principal principal(Document grant) {
        return new Principal(PrincipalType.of(grant.getString("type")).orElseThrow(), grant.getString("id"));
    }
}
