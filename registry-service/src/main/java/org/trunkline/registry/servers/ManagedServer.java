package org.trunkline.registry.servers;

import java.time.Instant;
import java.util.List;

import io.quarkus.mongodb.panache.PanacheMongoEntity;
import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.Document;
import org.trunkline.registry.access.Viewers;
import org.trunkline.registry.audit.AuditEntry;
import org.trunkline.registry.audit.Outbox;
import org.trunkline.registry.inspection.Inspected;

/** A server that a user created, as it is stored. */
@MongoEntity(collection = Viewers.SERVERS)
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

    /** For finding it; see {@link Viewers}. */
    public List<String> viewers;

    public Instant createdAt;

    public Instant updatedAt;

    /** Counts the configurations that this server has had, from 1. */
    public long revision;

    /** What an inspection found out; null when it did not. */
    public Boolean detectedOAuth;

    /** Whether an inspection failed. */
    public boolean inspectionFailed;

    /** What an inspection found out, as {@link Inspected#text}; null when there was none. */
    public String inspection;
    /** {@link Outbox#PENDING}. */
    public List<AuditEntry> pendingEvents;

    /** {@link Outbox#LAST}. */
    public Instant lastEventAt;

    /** The change of its grants that {@link SharingJournal} says is under way; else null. */
    public AuditEntry sharing;

    /** When it was deleted: nothing but its name, its events and what follows is left; null while it is there. */
    public Instant deletedAt;

    /** Of a deleted one: who removes what others keep of it, a name of its own for each try; null when nobody does. */
    public String cleaner;

    /** Of a deleted one: how often that was tried. */
    public int cleanupAttempts;
}
