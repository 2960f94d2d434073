package org.trunkline.local.database;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import org.h2.mvstore.MVStore;

/**
 * Cures a race of the embedded server: an answer refers to the stored documents, and is written to the socket after the
 * collection's lock is released, so that a concurrent update can change it on the way. Each answer is copied before the
 * next message is handled.
 */
final class OneAtATimeBackend extends H2Backend {

    OneAtATimeBackend(MVStore store) {
        super(store);
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new IndexedDatabase(name, getMvStore(), getCursorRegistry());
    }

    @Override
    public synchronized Document handleMessage(MongoMessage message) {
        return super.handleMessage(message).cloneDeeply();
    }
}
