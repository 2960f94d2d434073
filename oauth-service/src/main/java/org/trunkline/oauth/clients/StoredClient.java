package org.trunkline.oauth.clients;

import java.time.Instant;

import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.codecs.pojo.annotations.BsonId;

/** A client that the authorization server made for us, or the claim of the replica that asks for one now. */
@MongoEntity(collection = "clients")
public class StoredClient {

    /** {@code <issuer> <redirect URI>}: that is what a registration is for, and there is one of each at most. */
    @BsonId
    public String id;

    public String issuer;

    public String server;

    /** Where it was registered and is used; a client is not used with other endpoints. */
    public String endpoints;

    /** Null while it is being registered. */
    public String clientId;

    /** Sealed; null for a public client. */
    public String secret;

    public String authenticationMethod;

    /** When the secret ends; null: never. */
    public Instant secretExpiresAt;

    /** Tells the replica that registers it now; null when none does. */
    public String claimant;

    public Instant claimedAt;

    /** The place that the secret is sealed for. */
    static String place(String id) {
        return "client:" + id + ":secret";
    }
}
