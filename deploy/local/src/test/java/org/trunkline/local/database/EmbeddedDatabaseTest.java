package org.trunkline.local.database;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import org.bson.Document;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.local.loopback.LoopbackServer;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.inc;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class EmbeddedDatabaseTest {

    private static final int THREADS = 16;
    private static final int UPDATES = 4000;

    @Test
    void concurrentUpdatesEachSeeTheirOwnResult() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.inMemory();
                MongoClient client = MongoClients.create(database.connectionString());
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            MongoCollection<Document> counters = counters(client);
            counters.insertOne(new Document("_id", "c").append("value", 0));
            Set<Integer> seen = ConcurrentHashMap.newKeySet();
            Callable<Boolean> update = () -> seen.add(next(counters));

            threads.invokeAll(IntStream.range(0, UPDATES).mapToObj(i -> update).toList());

            assertEquals(UPDATES, seen.size());
        }
    }

    private static int next(MongoCollection<Document> counters) {
        return counters.findOneAndUpdate(
                        eq("_id", "c"),
                        inc("value", 1),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER))
                .getInteger("value");
    }

    @Test
    void aFileKeepsWhatWasWritten(@TempDir Path folder) {
        Path file = folder.resolve("new/database.mv");
        try (EmbeddedDatabase database = onFile(file);
                MongoClient client = MongoClients.create(database.connectionString())) {
            counters(client).insertOne(new Document("_id", "kept"));
        }

        try (EmbeddedDatabase database = onFile(file);
                MongoClient client = MongoClients.create(database.connectionString())) {
            assertEquals(1, counters(client).countDocuments(eq("_id", "kept")));
        }
    }

    @Test
    void aFileIsOpenedOnce(@TempDir Path folder) {
        Path file = folder.resolve("database.mv");
        try (EmbeddedDatabase first = onFile(file)) {
            assertThrows(MVStoreException.class, () -> onFile(file), first::connectionString);
        }
    }

    @Test
    void databasesInMemoryAreApart() {
        try (EmbeddedDatabase one = EmbeddedDatabase.inMemory();
                EmbeddedDatabase other = EmbeddedDatabase.inMemory();
                MongoClient toOne = MongoClients.create(one.connectionString());
                MongoClient toOther = MongoClients.create(other.connectionString())) {
            counters(toOne).insertOne(new Document("_id", "mine"));

            assertEquals(0, counters(toOther).countDocuments());
        }
    }

    private static EmbeddedDatabase onFile(Path file) {
        return EmbeddedDatabase.onFile(file, LoopbackServer.HOST, 0);
    }

    private static MongoCollection<Document> counters(MongoClient client) {
        return client.getDatabase("test").getCollection("counters");
    }
}
