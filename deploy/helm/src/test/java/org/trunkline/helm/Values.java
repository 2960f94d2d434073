package org.trunkline.helm;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Values as Helm merges them: maps key by key, everything else as a whole. */
final class Values {

    private static final Yaml YAML = new Yaml(new SafeConstructor(new LoaderOptions()));

    private Values() {}

    /** The chart's values with those of a file over them, as YAML. */
    static String merged(Path file) throws IOException {
        Map<String, Object> values = read(Chart.FOLDER.resolve("values.yaml"));
        merge(values, read(file));
        return YAML.dump(values);
    }

    private static Map<String, Object> read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return YAML.load(reader);
        }
    }

    @SuppressWarnings("unchecked")
    private static void merge(Map<String, Object> values, Map<String, Object> over) {
        over.forEach((key, value) -> {
            if (value instanceof Map<?, ?> below && values.get(key) instanceof Map<?, ?> there) {
                merge((Map<String, Object>) there, (Map<String, Object>) below);
            } else {
                values.put(key, value);
            }
        });
    }
}
