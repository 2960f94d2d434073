package org.trunkline.registry.access;

import java.util.List;

import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.codecs.pojo.annotations.BsonId;

/** A user who has signed in or was imported; what was said last counts, and what nobody said is null. */
@MongoEntity(collection = "users")
public class KnownUser {

    /** As the tokens have it. */
    @BsonId
    public String id;

    public String name;

    /** The login name. */
    public String username;

    public String email;

    /** Of the last token; null for who never signed in. */
    public String role;

    /** Of the last token; null for who never signed in. */
    public List<String> groups;

    /** Null counts as true: only an import says otherwise. */
    public Boolean active;

    /** What to call the user. */
    public String label() {
        if (name != null) {
            return name;
        }
        return username == null ? id : username;
    }

    /** Whether the user can be granted anything. */
    public boolean isActive() {
        return active == null || active;
    }
}
