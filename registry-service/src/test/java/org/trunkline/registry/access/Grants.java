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
        access.grant(new Grant(new Principal(PrincipalType.USER, user), AccessRole.VIEWER, null), server, "tests");
        access.update("permBits", bits).where("principalId = ?1 and resourceId = ?2", user, server);
    }
}
