package org.trunkline.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import org.bson.RawBsonDocument;

/** What mongodump and mongorestore do, by the driver: every document of Trunkline's databases, as its bytes. */
record Dump(Map<String, Map<String, List<RawBsonDocument>>> databases) {

    private static final String OURS = "trunkline-";

    /** Reads all that the services have stored. */
    static Dump of(String connectionString) {
        Map<String, Map<String, List<RawBsonDocument>>> databases = new HashMap<>();
        try (MongoClient client = MongoClients.create(connectionString)) {
            for (String name : names(client)) {
                databases.put(name, documents(client.getDatabase(name)));
            }
        }
        return new Dump(databases);
    }

    /** Removes all that the services have stored. */
    static void wipe(String connectionString) {
        try (MongoClient client = MongoClients.create(connectionString)) {
            names(client).forEach(name -> client.getDatabase(name).drop());
        }
    }

    /** Writes the dump where nothing is. */
    void restore(String connectionString) {
        try (MongoClient client = MongoClients.create(connectionString)) {
            databases.forEach(
                    (name, collections) -> collections.forEach((collection, documents) -> client.getDatabase(name)
                            .getCollection(collection, RawBsonDocument.class)
                            .insertMany(documents)));
        }
    }

    private static List<String> names(MongoClient client) {
        List<String> names = client.listDatabaseNames().into(new ArrayList<>());
        names.removeIf(name -> !name.startsWith(OURS));
        return names;
    }

    private static Map<String, List<RawBsonDocument>> documents(MongoDatabase database) {
        Map<String, List<RawBsonDocument>> collections = new HashMap<>();
        for (String name : database.listCollectionNames()) {
            List<RawBsonDocument> documents =
                    database.getCollection(name, RawBsonDocument.class).find().into(new ArrayList<>());
            if (!documents.isEmpty()) {
                collections.put(name, documents);
            }
        }
        return collections;
    }
}
