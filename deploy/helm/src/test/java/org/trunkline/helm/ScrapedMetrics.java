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
import java.util.stream.Stream;

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

    /** Those of kube-state-metrics that are asked for, as its documentation lists them. */
    private static final Map<String, Set<String>> OF_KUBERNETES = Map.of(
            "kube_deployment_status_replicas_available", Set.of("namespace", "deployment"),
            "kube_deployment_status_replicas_unavailable", Set.of("namespace", "deployment"),
            "kube_pod_container_status_restarts_total", Set.of("namespace", "pod", "container", "uid"),
            "kube_horizontalpodautoscaler_status_current_replicas", Set.of("namespace", "horizontalpodautoscaler"),
            "kube_horizontalpodautoscaler_spec_max_replicas", Set.of("namespace", "horizontalpodautoscaler"));

    private final Map<String, Set<String>> labels = new HashMap<>(OF_KUBERNETES);

    ScrapedMetrics() {
        try {
            ROW.matcher(Files.readString(Path.of("../../README.md"))).results().forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (labels.size() == OF_KUBERNETES.size()) {
            throw new AssertionError("README.md lists no metrics");
        }
    }

    /** What is wrong with queries: with their language, and what they ask for that is not there. */
    List<String> faults(Stream<String> promQl) {
        return Query.read(promQl.toList()).stream()
                .flatMap(query -> Stream.concat(
                        query.faults().stream().map(fault -> query.query() + ": " + fault),
                        query.metrics().entrySet().stream()
                                .filter(asked -> !isThere(asked.getKey(), asked.getValue()))
                                .map(asked -> asked.getKey() + asked.getValue())))
                .toList();
    }

    private boolean isThere(String metric, Set<String> asked) {
        return labels.containsKey(metric) && labels.get(metric).containsAll(asked);
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
