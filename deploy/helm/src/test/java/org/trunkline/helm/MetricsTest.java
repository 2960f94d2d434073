package org.trunkline.helm;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Alerts, dashboards and autoscalers ask for metrics that the services tell. */
class MetricsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScrapedMetrics scraped = new ScrapedMetrics();
    private final Release release = Chart.with("production").render();

    @Test
    void alertsAreAboutMetricsThatThereAre() {
        // when
        List<String> missing = alerts().flatMap(
                        alert -> scraped.missing(Query.of(alert.path("expr").asString())).stream())
                .toList();

        // then
        assertEquals(List.of(), missing);
        assertEquals(10, alerts().count());
    }

    @Test
    void alertsAreListed() throws IOException {
        // given
        String readme = Files.readString(Chart.FOLDER.resolve("README.md"));

        // when
        Set<String> listed = new TreeSet<>(readme.lines()
                .filter(line -> line.startsWith("| `Trunkline"))
                .map(line -> line.split("`")[1])
                .toList());

        // then
        assertEquals(
                listed,
                new TreeSet<>(
                        alerts().map(alert -> alert.path("alert").asString()).toList()));
        alerts().forEach(alert ->
                assertFalse(alert.at("/annotations/description").asString().isBlank()));
    }

    @Test
    void dashboardsShowMetricsThatThereAre() {
        // when
        List<String> missing = dashboards()
                .flatMap(MetricsTest::queries)
                .flatMap(query -> scraped.missing(Query.of(query)).stream())
                .toList();

        // then
        assertEquals(List.of(), missing);
        assertEquals(2, dashboards().count());
        assertTrue(dashboards().flatMap(MetricsTest::queries).count() > 20);
    }

    @Test
    void whatIsNotThereIsFound() {
        assertEquals(
                List.of("trunkline_session[state]"),
                scraped.missing(Query.of("sum by (state) (rate(trunkline_session[5m])) > 0.5")));
        assertEquals(
                List.of("trunkline_sessions[pod, state, user]"),
                scraped.missing(Query.of("sum by (pod) (trunkline_sessions{state=~\"a{1}|b\",user!=\"x\"}) / 2")));
        assertEquals(
                Set.of("a_total", "b_bucket"),
                Query.of("a_total{x=\"1\"} / on (x) histogram_quantile(0.9, sum by (le, x) (rate(b_bucket[1m])))")
                        .metrics()
                        .keySet());
    }

    @Test
    void connectionServiceScalesOnItsSessions() {
        // when
        String metric =
                release.of("connection-service", "HorizontalPodAutoscaler").text("/spec/metrics/1/pods/metric/name");

        // then
        assertEquals(List.of(), scraped.missing(Query.of("sum by (pod) (" + metric + ")")));
    }

    @Test
    void tracesGoToTheCollectorThatIsNamed() {
        // when
        List<String> settings = release.settings("oauth-service");

        // then
        assertTrue(settings.contains("quarkus.otel.sdk.disabled=false"));
        assertTrue(settings.contains("quarkus.otel.exporter.otlp.endpoint=http://collector.monitoring:4317"));
        assertFalse(Chart.with("minimal")
                .render()
                .settings("oauth-service")
                .toString()
                .contains("otel"));
    }

    private Stream<JsonNode> alerts() {
        return stream(release.only("PrometheusRule").at("/spec/groups/0/rules"));
    }

    private Stream<JsonNode> dashboards() {
        return release.all("ConfigMap").stream()
                .filter(map -> map.at("/metadata/labels/grafana_dashboard")
                        .asString("")
                        .equals("1"))
                .flatMap(map -> stream(map.at("/data")))
                .map(json -> JSON.readTree(json.asString()));
    }

    private static Stream<String> queries(JsonNode dashboard) {
        return Stream.concat(
                stream(dashboard.path("panels"))
                        .flatMap(panel -> stream(panel.path("targets")))
                        .map(target -> target.path("expr").asString()),
                stream(dashboard.at("/templating/list"))
                        .filter(variable -> variable.path("type").asString().equals("query"))
                        .map(variable -> variable.path("query").asString()));
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
