package org.trunkline.telemetry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.hawkular.agent.prometheus.text.TextPrometheusMetricDataParser;
import org.hawkular.agent.prometheus.types.Counter;
import org.hawkular.agent.prometheus.types.Gauge;
import org.hawkular.agent.prometheus.types.Histogram;
import org.hawkular.agent.prometheus.types.Metric;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.types.Summary;

/** What a service tells Prometheus, as a parser of Prometheus' text format reads it. */
public final class Scrape {

    /** The media type of the text. */
    public static final String FORMAT = "text/plain;version=0.0.4";

    private final String text;
    private final Map<String, MetricFamily> families = new LinkedHashMap<>();

    private Scrape(String text) {
        this.text = text;
    }

    /** @throws AssertionError when there is a line in the text that the parser does not take */
    public static Scrape of(String text) {
        Scrape scrape = new Scrape(text);
        try (ByteArrayInputStream bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
            TextPrometheusMetricDataParser parser = new TextPrometheusMetricDataParser(bytes);
            for (MetricFamily next = parser.parse(); next != null; next = parser.parse()) {
                if (scrape.families.put(next.getName(), next) != null) {
                    throw new AssertionError(next.getName() + " is told twice");
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        scrape.requireWhole();
        return scrape;
    }

    /** The metrics whose names start so. */
    public List<MetricFamily> families(String... prefixes) {
        return families.values().stream()
                .filter(family -> Stream.of(prefixes).anyMatch(family.getName()::startsWith))
                .toList();
    }

    /** The type of a metric, {@code counter}, {@code gauge}, {@code histogram} or {@code summary}, and its labels. */
    public static String described(MetricFamily family) {
        Set<String> labels = family.getMetrics().stream()
                .flatMap(metric -> metric.getLabels().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return family.getName() + " " + family.getType().name().toLowerCase() + " " + labels;
    }

    /** The sum over all series of a metric that have these labels; of a histogram, how often something was measured. */
    public double sum(String name, Map<String, String> labels) {
        MetricFamily family = families.get(name);
        return family == null
                ? 0
                : family.getMetrics().stream()
                        .filter(metric -> metric.getLabels().entrySet().containsAll(labels.entrySet()))
                        .mapToDouble(Scrape::value)
                        .sum();
    }

    /** The values of one label of a metric. */
    public Set<String> values(String name, String label) {
        return families.get(name).getMetrics().stream()
                .map(metric -> metric.getLabels().get(label))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The series of the metrics whose names start so: names and labels. */
    public Set<String> series(String... prefixes) {
        return families(prefixes).stream()
                .flatMap(family -> family.getMetrics().stream())
                .map(metric -> metric.getName() + new TreeMap<>(metric.getLabels()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** As it came. */
    @Override
    public String toString() {
        return text;
    }

    private static double value(Metric metric) {
        return switch (metric) {
            case Counter counter -> counter.getValue();
            case Gauge gauge -> gauge.getValue();
            case Histogram histogram -> histogram.getSampleCount();
            case Summary summary -> summary.getSampleCount();
            default -> throw new AssertionError(metric.getClass());
        };
    }

    /** The parser passes over what it does not understand. */
    private void requireWhole() {
        List<String> unread = new ArrayList<>();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            String name = line.replaceFirst("[{ ].*", "");
            if (!families.containsKey(name) && !families.containsKey(name.replaceFirst("_(bucket|count|sum)$", ""))) {
                unread.add(line);
            }
        });
        if (!unread.isEmpty()) {
            throw new AssertionError("no Prometheus text: " + unread);
        }
    }
}
