package org.trunkline.registry.pins;

import java.time.Instant;
import java.util.List;

import io.quarkus.mongodb.panache.PanacheMongoEntity;
import io.quarkus.mongodb.panache.common.MongoEntity;
import org.trunkline.registry.audit.AuditEntry;
import org.trunkline.registry.audit.Outbox;

/** The accepted definition of one tool, and the one that waits to be accepted. */
@MongoEntity(collection = "toolPins")
public class Pin extends PanacheMongoEntity {

    /** {@link PinKey#server}. */
    public String server;

    /** {@link PinKey#target}. */
    public String target;

    /** The tool's name. */
    public String tool;

    /** Of the accepted definition. */
    public String hash;

    /** The accepted definition as JSON: a schema may have names that a document cannot. */
    public String definition;

    /** When it was accepted, or first seen. */
    public Instant since;

    /** Of the definition in quarantine; null when there is none. */
    public String offeredHash;

    /** The definition in quarantine as JSON. */
    public String offered;

    /** When the definition in quarantine was first seen. */
    public Instant offeredSince;

    /** {@link Outbox#PENDING}; null when there are none. */
    public List<AuditEntry> pendingEvents;

    /** {@link Outbox#LAST}; null when nobody accepted anything yet. */
    public Instant lastEventAt;
}
