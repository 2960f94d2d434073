package org.trunkline.registry.access;

import java.time.Instant;

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
        access.delete("principalId = ?1 and resourceId = ?2", user, server);
        AccessEntry entry = new AccessEntry();
        entry.principalType = PrincipalType.USER.value();
        entry.principalId = user;
        entry.resourceType = AccessEntries.SERVER;
        entry.resourceId = server;
        entry.permBits = bits;
        entry.grantedAt = Instant.now();
        access.persist(entry);
    }
}
