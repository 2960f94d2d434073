package org.trunkline.registry.access;

import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.codecs.pojo.annotations.BsonId;

/** A group that a token has named or that was imported. */
@MongoEntity(collection = "groups")
public class KnownGroup {

    /** As the tokens have it. */
    @BsonId
    public String id;

    /** Null when it was never imported. */
    public String name;

    /** Null counts as true: only an import says otherwise. */
    public Boolean active;

    /** What to call the group. */
    public String label() {
        return name == null ? id : name;
    }

    /** Whether the group can be granted anything. */
    public boolean isActive() {
        return active == null || active;
    }
}
