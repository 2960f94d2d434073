package org.trunkline.oauth.flows;

import java.time.Instant;

import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.codecs.pojo.annotations.BsonId;

/** One authorization of one user at one server, in progress or just ended. */
@MongoEntity(collection = "flows")
public class Flow {

    /** {@code <user id>:<server name>}: a user has one flow at a server at a time. */
    @BsonId
    public String id;

    public String userId;

    public String server;

    public FlowStatus status;

    /** Why it failed; null otherwise. */
    public String error;

    public Instant createdAt;

    /** When it left PENDING; null before. */
    public Instant endedAt;

    /** The id of a user's flow at a server. */
    static String id(String userId, String server) {
        return userId + ":" + server;
    }
}
