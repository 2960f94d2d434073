package org.trunkline.cases;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The input -> expected cases that parameterised tests run: from the folder that the system property
 * {@code trunkline.cases} names, else from the module's own copies in the classpath folder {@code cases/}.
 */
public final class CaseFiles {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CaseFiles() {}

    /** The cases of a file, in its order; {@code file} is its name without {@code .json}. */
    public static Stream<Case> of(String file) {
        return StreamSupport.stream(document(file).path("cases").spliterator(), false)
                .map(CaseFiles::read);
    }

    /** The whole file, for what belongs to all of its cases. */
    public static JsonNode document(String file) {
        try (InputStream stream = open(file + ".json")) {
            return JSON.readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException("case file " + file, e);
        }
    }

    private static InputStream open(String name) throws IOException {
        String folder = System.getProperty("trunkline.cases", "");
        if (!folder.isBlank()) {
            return Files.newInputStream(Path.of(folder, name));
        }
        InputStream stream = Thread.currentThread().getContextClassLoader().getResourceAsStream("cases/" + name);
        if (stream == null) {
            throw new NoSuchFileException("cases/" + name, null, "not on the classpath");
        }
        return stream;
    }

    private static Case read(JsonNode whole) {
        return new Case(
                whole.path("id").asText(),
                whole.path("note").asText(""),
                whole.path("input"),
                whole.path("expect"),
                whole);
    }

    /**
     * One case; it prints as its id and note.
     *
     * @param note empty when the case has none
     * @param input a missing node when the case has another shape: see {@code whole}
     */
    public record Case(String id, String note, JsonNode input, JsonNode expect, JsonNode whole) {

        @Override
        public String toString() {
            return note.isEmpty() ? id : id + " (" + note + ")";
        }
    }
}
