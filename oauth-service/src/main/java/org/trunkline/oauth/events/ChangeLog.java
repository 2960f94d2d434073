package org.trunkline.oauth.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.Filters;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import org.trunkline.credential.CredentialChange;

import static com.mongodb.ErrorCategory.DUPLICATE_KEY;

/**
 * The changes of all replicas, in one order. An entry takes the position after the newest one, and the unique id lets
 * one writer have it: when an entry can be read, all before it can be read too. So a reader that remembers how far it
 * came misses nothing, whatever the clocks of the writers say. In a replica one writer at a time writes for all who
 * wait, so only replicas contest a position.
 */
@ApplicationScoped
class ChangeLog implements PanacheMongoRepositoryBase<ChangeEntry, Long> {

    private static final Sort BY_POSITION = Sort.ascending("_id");
    private static final int BATCH = 500;

    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final Lock turn = new ReentrantLock();

    /** A change that is to be written; guarded by {@link #turn}. */
    private static final class Waiting {

        private final CredentialChange change;
        private boolean done;
        private RuntimeException failure;

        Waiting(CredentialChange change) {
            this.change = change;
        }
    }

    /**
     * Writes a change after all others; returns when it is written.
     *
     * @throws com.mongodb.MongoException when the database does not answer
     */
    void append(CredentialChange change) {
        Waiting mine = new Waiting(change);
        waiting.add(mine);
        turn.lock();
        try {
            while (!mine.done) {
                writeForAll();
            }
        } finally {
            turn.unlock();
        }
        if (mine.failure != null) {
            throw mine.failure;
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

    private void writeForAll() {
        List<Waiting> batch = Stream.generate(waiting::poll)
                .takeWhile(Objects::nonNull)
                .limit(BATCH)
                .toList();
        RuntimeException failure = null;
        try {
            write(batch.stream().map(each -> each.change).toList());
        } catch (RuntimeException e) {
            failure = e;
        }
        for (Waiting each : batch) {
            each.failure = failure;
            each.done = true;
        }
    }

    /** Where another replica took a position first, the rest goes after its entries. */
    private void write(List<CredentialChange> changes) {
        List<CredentialChange> rest = changes;
        while (!rest.isEmpty()) {
            List<ChangeEntry> entries = new ArrayList<>();
            long next = newest() + 1;
            for (CredentialChange change : rest) {
                entries.add(ChangeEntry.of(change, next++));
            }
            rest = rest.subList(inserted(entries), rest.size());
        }
    }

    /** How many of the entries, from the first, got their positions: the first that is refused ends the insertion. */
    private int inserted(List<ChangeEntry> entries) {
        try {
            mongoCollection().insertMany(entries);
            return entries.size();
        } catch (MongoBulkWriteException e) {
            if (e.getWriteErrors().isEmpty() || e.getWriteErrors().getFirst().getCategory() != DUPLICATE_KEY) {
                throw e;
            }
            return e.getWriteErrors().getFirst().getIndex();
        }
    }
}
