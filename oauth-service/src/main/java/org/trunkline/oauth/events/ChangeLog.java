package org.trunkline.oauth.events;

import java.time.Instant;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Filters;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import org.trunkline.credential.CredentialChange;

/**
 * The changes of all replicas, in one order. An entry takes the position after the newest one, and the unique id lets
 * one writer have it: when an entry can be read, all before it can be read too. So a reader that remembers how far it
 * came misses nothing, whatever the clocks of the writers say.
 */
@ApplicationScoped
class ChangeLog implements PanacheMongoRepositoryBase<ChangeEntry, Long> {

    private static final Sort BY_POSITION = Sort.ascending("_id");
    private static final int BATCH = 500;

    /** Writes a change after all others. */
    void append(CredentialChange change) {
        while (!insert(ChangeEntry.of(change, newest() + 1))) {
            Thread.onSpinWait();
        }
    }

    /** The position of the newest entry; 0 when there never was one. */
    long newest() {
        return findAll(Sort.descending("_id"))
                .firstResultOptional()
                .map(entry -> entry.position)
                .orElse(0L);
    }

    /** Some entries after a position, in their order; empty when there are none. */
    List<ChangeEntry> after(long position) {
        return find("_id > ?1", BY_POSITION, position).page(Page.ofSize(BATCH)).list();
    }

    /** Whether everything after a position can still be read. */
    boolean reaches(long position) {
        return findAll(BY_POSITION)
                .firstResultOptional()
                .map(oldest -> oldest.position <= position + 1)
                .orElse(position == 0);
    }

    /** Removes what is older; the newest entry stays, because the next one's position comes from it. */
    void sweep(Instant before) {
        mongoCollection().deleteMany(Filters.and(Filters.lt("writtenAt", before), Filters.lt("_id", newest())));
    }

    private boolean insert(ChangeEntry entry) {
        try {
            mongoCollection().insertOne(entry);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }
}
