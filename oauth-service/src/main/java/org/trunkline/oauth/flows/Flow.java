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

    /** When it is too late for the user to consent. */
    public Instant expiresAt;

    /** When it left PENDING; null before. */
    public Instant endedAt;

    /** The SHA-256 of the {@code state} that the authorization server sends back; the state itself is sealed. */
    public String state;

    /** What is asked for, separated by blanks; null: nothing in particular. */
    public String scope;

    /** The server's configuration that it was begun for. */
    public String revision;

    /** Its {@link FlowSecrets}; null once it has ended. */
    public String secrets;

    /** When a callback began to exchange the code, which can be done once; null before. */
    public Instant claimedAt;

    /** The id of a user's flow at a server. */
    static String id(String userId, String server) {
        return userId + ":" + server;
    }

    /** Whether the user can still consent. */
    boolean isOpen(Instant now) {
        return status == FlowStatus.PENDING && expiresAt != null && now.isBefore(expiresAt);
    }
}
