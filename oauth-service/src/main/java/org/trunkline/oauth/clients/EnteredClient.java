package org.trunkline.oauth.clients;

import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.codecs.pojo.annotations.BsonId;

/** A client that an administrator registered by hand at an authorization server and entered for one MCP server. */
@MongoEntity(collection = "entered_clients")
public class EnteredClient {

    /** The MCP server's name. */
    @BsonId
    public String server;

    public String clientId;

    /** Sealed; null for a public client. */
    public String secret;

    /** Of the authorization server that knows the client; null: of the first that the server names. */
    public String issuer;

    /** Null: what the authorization server prefers. */
    public String authenticationMethod;

    /** Changes whenever the client is entered anew. */
    public String revision;

    /** The place that the secret is sealed for. */
    static String place(String server) {
        return "entered-client:" + server + ":secret";
    }
}
