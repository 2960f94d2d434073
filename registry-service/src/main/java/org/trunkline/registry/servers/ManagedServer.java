package org.trunkline.registry.servers;

import java.time.Instant;

import io.quarkus.mongodb.panache.PanacheMongoEntity;
import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.Document;

/** A server that a user created, as it is stored. */
@MongoEntity(collection = "servers")
public class ManagedServer extends PanacheMongoEntity {

    /** Unique; never changes. */
    public String serverName;

    /** The name as tools' keys have it; unique. */
    public String normalizedName;

    /** From the configuration, for searching. */
    public String title;

    /** From the configuration, for searching. */
    public String description;

    /** In the shape of its JSON, secrets sealed by {@link ConfigSecrets}. */
    public Document config;

    /** The id of the user who created it. */
    public String author;

    public Instant createdAt;

    public Instant updatedAt;

    /** Counts the configurations that this server has had, from 1. */
    public long revision;
}
