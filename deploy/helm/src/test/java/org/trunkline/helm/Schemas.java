package org.trunkline.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of {@code src/test/schemas}: of Kubernetes in the oldest and the newest version, and of operators. */
final class Schemas {

    private static final Path FOLDER = Path.of("src/test/schemas");
    private static final List<String> KUBERNETES = List.of("1.30", "1.37");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    private final Map<String, JsonNode> files = new HashMap<>();
    private final Map<String, Schema> compiled = new HashMap<>();

    /** What is wrong with a manifest, in words; none when it is valid. */
    List<String> faults(Manifest manifest) {
        return schemas(manifest)
                .flatMap(schema -> schema.validate(manifest.content()).stream())
                .map(Error::toString)
                .map(fault -> manifest.reference() + ": " + fault)
                .toList();
    }

    private Stream<Schema> schemas(Manifest manifest) {
        String kind = manifest.kind();
        if (Files.exists(FOLDER.resolve(kind + ".json"))) {
            return Stream.of(compiled.computeIfAbsent(kind, key -> registry.getSchema(file(kind))));
        }
        String definition = definition(manifest.text("/apiVersion"), kind);
        return KUBERNETES.stream()
                .map(version -> compiled.computeIfAbsent(version + definition, key -> kubernetes(version, definition)));
    }

    /** The core group has no name in an {@code apiVersion}, and the others lose their domain in a definition's. */
    private static String definition(String apiVersion, String kind) {
        String[] parts = apiVersion.split("/");
        String group = parts.length == 1 ? "core" : parts[0].replaceAll("\\..*", "");
        return "io.k8s.api." + group + "." + parts[parts.length - 1] + "." + kind;
    }

    private Schema kubernetes(String version, String definition) {
        JsonNode definitions = file("kubernetes-" + version).get("definitions");
        if (!definitions.has(definition)) {
            throw new AssertionError("Kubernetes " + version + " has no " + definition + " that is known here");
        }
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$ref", "#/definitions/" + definition).set("definitions", definitions);
        return registry.getSchema(schema);
    }

    private JsonNode file(String name) {
        return files.computeIfAbsent(name, key -> {
            try {
                return JSON.readTree(Files.readString(FOLDER.resolve(key + ".json")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
