package org.trunkline.helm;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Alerts, dashboards and autoscalers ask for metrics that the services tell, in Prometheus' language. */
@NeedsNode
class MetricsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScrapedMetrics scraped = new ScrapedMetrics();
    private final Release release = Chart.with("production").render();

    @Test
    void alertsAreAboutMetricsThatThereAre() {
        // when
        List<String> faults =
                scraped.faults(alerts().map(alert -> alert.path("expr").asString()));

        // then
        assertEquals(List.of(), faults);
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
        List<String> faults = scraped.faults(dashboards().flatMap(MetricsTest::queries));

        // then
        assertEquals(List.of(), faults);
        assertEquals(2, dashboards().count());
        assertTrue(dashboards().flatMap(MetricsTest::queries).count() > 20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "sum by (state) (rate(trunkline_session[5m])) # trunkline_session[state]",
                "sum by (pod) (trunkline_sessions{state=\"a\",user!=\"x\"}) # trunkline_sessions[pod, state, user]",
                "trunkline_sessions / on (server) trunkline_sessions_limit # trunkline_sessions[server]",
                "kube_pods{pod=\"a\"} # kube_pods[pod]",
                "rate(trunkline_reconnects_total) # expected type matrix in call to function \"rate\", got vector",
                "sum by (pod (trunkline_sessions) # unexpected \"(trunkline_sessions)\"",
                "sum(trunkline_sessions # unexpected \"\"",
                "{state=\"connected\"} # [state]"
            })
    void aBrokenQueryIsFound(String query, String fault) {
        List<String> faults = scraped.faults(Stream.of(query));

        assertTrue(faults.stream().anyMatch(found -> found.endsWith(fault)), faults::toString);
    }

    @Test
    void connectionServiceScalesOnItsSessions() throws IOException {
        // given
        String metric =
                release.of("connection-service", "HorizontalPodAutoscaler").text("/spec/metrics/1/pods/metric/name");

        // when
        String series = adaptersRule("seriesQuery");
        String query = adaptersRule("metricsQuery")
                .replace("<<.GroupBy>>", "pod")
                .replace("<<.Series>>", metric)
                .replace("<<.LabelMatchers>>", "namespace=\"trunkline\"");

        // then
        assertTrue(series.startsWith(metric + "{"), series);
        assertEquals(List.of(), scraped.faults(Stream.of(series, query)));
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

    private static String adaptersRule(String member) throws IOException {
        return Files.readString(Chart.FOLDER.resolve("README.md"))
                .lines()
                .filter(line -> line.contains(member + ": "))
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .findFirst()
                .orElseThrow();
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
