package org.trunkline.oauth.clients;

import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.codecs.pojo.annotations.BsonId;

/** To which issuer the client that somebody entered for an MCP server was first shown. */
@MongoEntity(collection = "client_pins")
public class ClientPin {

    /** The MCP server's name. */
    @BsonId
    public String server;

    public String clientId;

    /** Of what was entered: entering it anew frees it. */
    public String revision;

    public String issuer;
}
