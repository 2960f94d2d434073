package org.trunkline.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What Prometheus has of Trunkline and its pods. What the services tell is what Trunkline's README lists: their own
 * tests hold it to that.
 */
final class ScrapedMetrics {

    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z_]+)` \\| (counter|gauge|histogram) \\| ([^|]*)\\|", Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");

    /** Those that scraping adds. */
    private static final Set<String> OF_TARGETS = Set.of("namespace", "pod", "job");

    private static final Set<String> OF_KUBERNETES =
            Set.of("namespace", "pod", "deployment", "horizontalpodautoscaler", "container");

    private final Map<String, Set<String>> labels = new HashMap<>();

    ScrapedMetrics() {
        try {
            ROW.matcher(Files.readString(Path.of("../../README.md"))).results().forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (labels.isEmpty()) {
            throw new AssertionError("README.md lists no metrics");
        }
    }

    /** What a query asks for that is not there. */
    List<String> missing(Query query) {
        return query.metrics().entrySet().stream()
                .filter(asked -> !of(asked.getKey()).containsAll(asked.getValue()))
                .map(asked -> asked.getKey() + asked.getValue())
                .toList();
    }

    private Set<String> of(String metric) {
        return metric.startsWith("kube_") ? OF_KUBERNETES : labels.getOrDefault(metric, Set.of());
    }

    private void add(MatchResult row) {
        String name = row.group(1);
        Set<String> own = WORD.matcher(row.group(3))
                .results()
                .map(word -> word.group(1))
                .collect(Collectors.toCollection(HashSet::new));
        own.addAll(OF_TARGETS);
        if (row.group(2).equals("histogram")) {
            labels.put(name + "_count", own);
            labels.put(name + "_sum", own);
            labels.put(name + "_bucket", with(own, "le"));
        } else {
            labels.put(name, own);
        }
    }

    private static Set<String> with(Set<String> labels, String further) {
        Set<String> all = new HashSet<>(labels);
        all.add(further);
        return all;
    }
}
