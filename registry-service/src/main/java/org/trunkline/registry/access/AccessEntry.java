package org.trunkline.registry.access;

import java.time.Instant;
import java.util.Objects;

import io.quarkus.mongodb.panache.PanacheMongoEntity;
import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.types.ObjectId;

/** One grant: what one principal may do with one resource. */
@MongoEntity(collection = "aclEntries")
public class AccessEntry extends PanacheMongoEntity {

    /** {@link PrincipalType#value()}. */
    public String principalType;

    /** Null for the public. */
    public String principalId;

    /** Always {@link AccessEntries#SERVER}. */
    public String resourceType;

    public ObjectId resourceId;

    /** The granted {@link Permission}s. */
    public int permBits;

    /** The {@link AccessRole#id()} that the bits come from. */
    public String roleId;

    /** The id of the user who granted it. */
    public String grantedBy;

    public Instant grantedAt;

    /** When the grant ends; null means never. */
    public Instant expiresAt;

    /** Whom it is for. */
    public Principal principal() {
        return new Principal(PrincipalType.of(principalType).orElseThrow(), principalId);
    }

    /** Whether it counts at {@code now}. */
    public boolean counts(Instant now) {
        return expiresAt == null || expiresAt.isAfter(now);
    }

    /** Whether it says the same as {@code grant}. */
    public boolean says(Grant grant) {
        return permBits == grant.role().bits()
                && grant.role().id().equals(roleId)
                && Objects.equals(expiresAt, grant.expiresAt());
    }
}
