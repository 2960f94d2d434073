package org.trunkline.registry.access;

import java.time.Instant;

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

    /** The access role that the bits come from, for instance {@value AccessEntries#OWNER_ROLE}. */
    public String roleId;

    /** The id of the user who granted it. */
    public String grantedBy;

    public Instant grantedAt;

    /** When the grant ends; null means never. */
    public Instant expiresAt;
}
