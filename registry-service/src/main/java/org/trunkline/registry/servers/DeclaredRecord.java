package org.trunkline.registry.servers;

import java.time.Instant;

import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonId;
import org.trunkline.registry.audit.Outbox;

/** What the audit was last told of a declared server. */
@MongoEntity(collection = "declaredServers")
public class DeclaredRecord {

    @BsonId
    public String name;

    /** Tells two states apart. */
    public String state;

    /** The server, without secrets; null since it is declared no more. */
    public Document shown;

    /** {@link Outbox#LAST}. */
    public Instant lastEventAt;
}
