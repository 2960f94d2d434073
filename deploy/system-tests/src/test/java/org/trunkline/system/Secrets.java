package org.trunkline.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import org.bson.Document;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Looks for secrets where none may be: in everything that a run stored and logged. */
final class Secrets {

    /** It would log each connection. */
    private static final Logger DRIVER = Logger.getLogger("org.mongodb.driver");

    static {
        DRIVER.setLevel(Level.WARNING);
    }

    private Secrets() {}

    /**
     * Fails when one of the secrets, or a user's token, is in the run's database or logs, plain or in Base64; says
     * where, not which.
     */
    static void assertNoneKept(LocalRun run, Collection<String> secrets) {
        assertThat("secrets to look for", secrets, not(empty()));
        Map<String, String> kept = new TreeMap<>(logs(run));
        kept.putAll(database(run));
        assertThat("places to look at", kept, aMapWithSize(greaterThan(3)));
        List<String> spellings = Stream.concat(secrets.stream(), run.tokens().stream())
                .flatMap(Secrets::spellings)
                .toList();
        List<String> leaks = kept.entrySet().stream()
                .filter(place -> spellings.stream().anyMatch(place.getValue()::contains))
                .map(Map.Entry::getKey)
                .toList();
        assertEquals(List.of(), leaks, "places that hold a secret");
    }

    private static Stream<String> spellings(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                secret,
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private static Map<String, String> logs(LocalRun run) {
        Map<String, String> found = new TreeMap<>(Map.of("what up printed", run.output()));
        try (Stream<Path> files = Files.walk(run.logs())) {
            files.filter(Files::isRegularFile).forEach(file -> found.put(file.toString(), Processes.text(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static Map<String, String> database(LocalRun run) {
        Map<String, String> found = new TreeMap<>();
        try (MongoClient client = MongoClients.create(run.database())) {
            for (String name : client.listDatabaseNames()) {
                MongoDatabase database = client.getDatabase(name);
                for (String collection : database.listCollectionNames()) {
                    StringBuilder documents = new StringBuilder();
                    for (Document document : database.getCollection(collection).find()) {
                        documents.append(document.toJson()).append('\n');
                    }
                    found.put(name + "." + collection, documents.toString());
                }
            }
        }
        return found;
    }
}
