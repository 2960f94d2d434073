package org.trunkline.oauth.events;

import java.time.Instant;

import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.codecs.pojo.annotations.BsonId;
import org.trunkline.credential.AuthorizationState;
import org.trunkline.credential.CredentialChange;

/** One {@link CredentialChange} in the log. */
@MongoEntity(collection = "credentialChanges")
public class ChangeEntry {

    /** The position: one more than that of the entry before, whichever replica wrote it. */
    @BsonId
    public Long position;

    public String user;

    public String server;

    public AuthorizationState state;

    public String reason;

    public Instant since;

    public long generation;

    public boolean values;

    /** When it was written, by the writer's clock; only for sweeping. */
    public Instant writtenAt;

    static ChangeEntry of(CredentialChange change, long position) {
        ChangeEntry entry = new ChangeEntry();
        entry.position = position;
        entry.user = change.user();
        entry.server = change.server();
        entry.state = change.state();
        entry.reason = change.reason();
        entry.since = change.since();
        entry.generation = change.generation();
        entry.values = change.values();
        entry.writtenAt = Instant.now();
        return entry;
    }

    CredentialChange change() {
        return new CredentialChange(user, server, state, reason, since, generation, values);
    }
}
