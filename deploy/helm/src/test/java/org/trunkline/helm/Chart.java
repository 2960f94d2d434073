package org.trunkline.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;

/** The chart of this module with values, as Helm renders it. */
final class Chart {

    /** The name of the release, and of its namespace. */
    static final String RELEASE = "trunkline";

    static final Path FOLDER = Path.of("trunkline");

    private static final String KUBERNETES = "1.37.0";

    private final Path valueSet;
    private final Map<String, Object> values = new HashMap<>();
    private Map<String, Manifest> stored = Map.of();

    private Chart(Path valueSet) {
        this.valueSet = valueSet;
    }

    /** The value sets that come with the chart. */
    static List<Path> valueSets() {
        try (Stream<Path> files = Files.list(FOLDER.resolve("ci"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Chart with(Path valueSet) {
        return new Chart(valueSet);
    }

    /** With the value set of that name. */
    static Chart with(String valueSet) {
        return with(FOLDER.resolve("ci").resolve(valueSet + "-values.yaml"));
    }

    /** With one more value, its path as in {@code --set}. */
    Chart and(String path, Object value) {
        values.put(path, value);
        return this;
    }

    /** In a cluster where the Secrets of an earlier release are. */
    Chart after(Release release) {
        stored = release.named("Secret");
        return this;
    }

    /** @throws IllegalStateException when Helm refuses */
    Release render() {
        TemplateCommand template = new Helm(FOLDER)
                .template()
                .withName(RELEASE)
                .withNamespace(RELEASE)
                .withKubeVersion(KUBERNETES)
                .withValuesFile(valueSet);
        values.forEach(template::set);
        try (Cluster _ = Cluster.with(stored)) {
            return Release.of(template.call());
        }
    }
}
