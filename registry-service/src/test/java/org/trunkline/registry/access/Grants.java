package org.trunkline.registry.access;

import jakarta.enterprise.context.ApplicationScoped;

import org.bson.types.ObjectId;

/** Grants as tests need them. */
@ApplicationScoped
public class Grants {

    private final AccessEntries access;

    Grants(AccessEntries access) {
        this.access = access;
    }

    /** Gives a user these bits on a server, in place of those from before. */
    public void user(String user, ObjectId server, int bits) {
        to(new Principal(PrincipalType.USER, user), server, bits);
    }

    /** Gives a principal these bits on a server, in place of those from before. */
    public void to(Principal principal, ObjectId server, int bits) {
        access.grant(new Grant(principal, AccessRole.VIEWER, null), server, "tests");
        access.update("permBits", bits)
                .where(
                        "principalType = ?1 and principalId = ?2 and resourceId = ?3",
                        principal.type().value(),
                        principal.id(),
                        server);
    }
}
