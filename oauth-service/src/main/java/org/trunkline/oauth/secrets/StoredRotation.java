package org.trunkline.oauth.secrets;

import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoServerException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.result.UpdateResult;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.codecs.pojo.annotations.BsonId;
import org.trunkline.secret.RotationRecord;
import org.trunkline.secret.RotationRegister;
import org.trunkline.secret.RotationState;

/** The record of the rotation in MongoDB. */
@ApplicationScoped
class StoredRotation implements RotationRegister, PanacheMongoRepositoryBase<StoredRotation.Stored, String> {

    private static final String ID = "secrets";

    @Override
    public RotationRecord read() {
        Stored stored = mongoCollection().find(Filters.eq("_id", ID)).first();
        return stored == null ? RotationRecord.NEVER : stored.record();
    }

    @Override
    public boolean write(RotationRecord next) {
        long before = next.version() - 1;
        try {
            UpdateResult result = mongoCollection()
                    .replaceOne(
                            Filters.and(Filters.eq("_id", ID), Filters.eq("version", before)),
                            Stored.of(next),
                            new ReplaceOptions().upsert(before == RotationRecord.NEVER.version()));
            return result.getMatchedCount() == 1 || result.getUpsertedId() != null;
        } catch (MongoServerException e) {
            if (ErrorCategory.fromErrorCode(e.getCode()) == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    /** The one document. */
    @MongoEntity(collection = "rotations")
    public static class Stored {

        @BsonId
        public String id;

        public long version;

        /** {@link RotationState#name()}. */
        public String state;

        public String holder;
        public Instant startedAt;
        public Instant endedAt;
        public String lastError;

        private static Stored of(RotationRecord record) {
            Stored stored = new Stored();
            stored.id = ID;
            stored.version = record.version();
            stored.state = record.state().name();
            stored.holder = record.holder();
            stored.startedAt = record.startedAt();
            stored.endedAt = record.endedAt();
            stored.lastError = record.lastError();
            return stored;
        }

        private RotationRecord record() {
            return new RotationRecord(version, RotationState.valueOf(state), holder, startedAt, endedAt, lastError);
        }
    }
}
