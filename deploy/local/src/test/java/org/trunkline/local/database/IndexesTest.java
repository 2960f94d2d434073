package org.trunkline.local.database;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.local.loopback.LoopbackServer;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.addToSet;
import static com.mongodb.client.model.Updates.pull;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Whatever is done, a collection with indexes answers like one without. */
class IndexesTest {

    private static final List<String> TAGS = List.of("red", "green", "blue", "grey");
    private static final Bson ORDER = Sorts.orderBy(Sorts.descending("time"), Sorts.ascending("name"));
    private static final int STEPS = 30;

    @TempDir
    Path folder;

    private MongoCollection<Document> indexed;
    private MongoCollection<Document> plain;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void changeNoAnswer(long seed) {
        Random random = new Random(seed);
        try (EmbeddedDatabase database = open();
                MongoClient client = MongoClients.create(database.connectionString())) {
            connect(client);
            indexed.createIndex(Indexes.compoundIndex(
                    Indexes.ascending("tags"), Indexes.descending("time"), Indexes.ascending("name")));
            indexed.createIndex(ORDER);
            indexed.createIndex(Indexes.ascending("name", "time"), new IndexOptions().unique(true));
            plain.createIndex(Indexes.ascending("name", "time"), new IndexOptions().unique(true));
            for (int i = 0; i < STEPS; i++) {
                change(random, i);
                compare(random);
            }
        }
        try (EmbeddedDatabase database = open();
                MongoClient client = MongoClients.create(database.connectionString())) {
            connect(client);
            IntStream.range(0, STEPS).forEach(i -> compare(random));
        }
    }

    @Test
    void oneThatIsDroppedHidesNothing() {
        try (EmbeddedDatabase database = open();
                MongoClient client = MongoClients.create(database.connectionString())) {
            connect(client);
            String plainOne = indexed.createIndex(Indexes.ascending("name"));
            String unique = indexed.createIndex(Indexes.ascending("time"), new IndexOptions().unique(true));
            indexed.insertOne(new Document("_id", 1).append("name", "n1").append("time", 1));

            indexed.dropIndex(plainOne);
            indexed.dropIndex(unique);

            assertEquals(1, indexed.countDocuments(eq("name", "n1")));
            assertEquals(1, indexed.countDocuments(eq("time", 1)));
        }
    }

    @Test
    void aDatabaseWithIndexesCanBeDroppedAndFilledAgain() {
        try (EmbeddedDatabase database = open();
                MongoClient client = MongoClients.create(database.connectionString())) {
            connect(client);
            indexed.createIndex(Indexes.ascending("name"), new IndexOptions().unique(true));
            indexed.insertOne(new Document("_id", 1).append("name", "n1"));

            client.getDatabase("test").drop();

            assertEquals(0, indexed.countDocuments());
            indexed.insertOne(new Document("_id", 1).append("name", "n1"));
            assertEquals(1, indexed.countDocuments(eq("name", "n1")));
        }
    }

    private EmbeddedDatabase open() {
        return EmbeddedDatabase.onFile(folder.resolve("database.mv"), LoopbackServer.HOST, 0);
    }

    private void connect(MongoClient client) {
        indexed = client.getDatabase("test").getCollection("indexed");
        plain = client.getDatabase("test").getCollection("plain");
    }

    private void change(Random random, int id) {
        List<String> tags = TAGS.stream().filter(tag -> random.nextBoolean()).toList();
        Document document = new Document("_id", id)
                .append("name", "n" + id)
                .append("time", random.nextInt(10))
                .append("tags", tags);
        Bson some = eq("_id", random.nextInt(id + 1));
        int time = random.nextInt(10);
        Stream.of(indexed, plain).forEach(collection -> collection.insertOne(document));
        switch (id % 5) {
            case 0 -> Stream.of(indexed, plain).forEach(all -> all.updateOne(some, set("time", time)));
            case 1 -> Stream.of(indexed, plain).forEach(all -> all.updateOne(some, addToSet("tags", "red")));
            case 2 ->
                Stream.of(indexed, plain).forEach(all -> all.updateMany(eq("tags", "grey"), pull("tags", "grey")));
            case 3 -> Stream.of(indexed, plain).forEach(all -> all.deleteOne(and(some, ne("time", time))));
            default -> Stream.of(indexed, plain).forEach(all -> all.updateOne(some, unset("time")));
        }
    }

    private void compare(Random random) {
        int time = random.nextInt(10);
        String name = "n" + random.nextInt(STEPS);
        List<String> tags = TAGS.stream().filter(tag -> random.nextBoolean()).toList();
        Bson later = or(lt("time", time), and(eq("time", time), gt("name", name)));
        for (Bson query : List.of(
                new Document(),
                in("tags", tags),
                eq("tags", "red"),
                and(in("tags", tags), lte("time", time), later),
                and(lte("time", time), later),
                and(eq("name", name), ne("time", time)),
                and(in("_id", random.nextInt(STEPS), random.nextInt(STEPS)), in("tags", tags)),
                and(in("time", time, time + 1), gt("name", name)),
                eq("time", null),
                or(eq("name", name), eq("tags", "blue")))) {
            assertEquals(found(plain, query, 0), found(indexed, query, 0), query::toString);
            assertEquals(found(plain, query, 3), found(indexed, query, 3), query::toString);
            assertEquals(plain.countDocuments(query), indexed.countDocuments(query), query::toString);
        }
    }

    private static List<Document> found(MongoCollection<Document> collection, Bson query, int limit) {
        return collection.find(query).sort(ORDER).limit(limit).into(new ArrayList<>());
    }
}
