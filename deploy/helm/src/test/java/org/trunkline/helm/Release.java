package org.trunkline.helm;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.ObjectMapper;

/** What a release brings into a cluster. */
record Release(List<Manifest> manifests) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads what {@code helm template} prints. */
    static Release of(String yaml) {
        Iterable<Object> documents = new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml);
        return new Release(StreamSupport.stream(documents.spliterator(), false)
                .filter(Objects::nonNull)
                .map(document -> new Manifest(JSON.valueToTree(document)))
                .toList());
    }

    /** All of one kind. */
    List<Manifest> all(String kind) {
        return manifests.stream()
                .filter(manifest -> manifest.kind().equals(kind))
                .toList();
    }

    /** All of one kind, by their names. */
    Map<String, Manifest> named(String kind) {
        return all(kind).stream().collect(Collectors.toMap(Manifest::name, Function.identity()));
    }

    /** The only one of its kind. */
    Manifest only(String kind) {
        List<Manifest> found = all(kind);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " of " + kind + " in place of one");
        }
        return found.getFirst();
    }

    /** One of a service's objects. */
    Manifest of(String service, String kind) {
        return Objects.requireNonNull(
                named(kind).get(Chart.RELEASE + "-" + service), () -> "no " + kind + " of " + service);
    }

    /** The settings that a service reads from its ConfigMap. */
    List<String> settings(String service) {
        return of(service, "ConfigMap")
                .text("/data/application.properties")
                .lines()
                .toList();
    }
}
