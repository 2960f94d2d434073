package org.trunkline.helm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Each value set that comes with the chart gives what a cluster takes and a security officer signs. */
class ValueSetsTest {

    private static final Schemas SCHEMAS = new Schemas();

    static List<Path> valueSets() {
        return Chart.valueSets();
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void isWithoutFaultForHelm(Path valueSet, @TempDir Path folder) throws IOException {
        // given
        Path chart = copyWithValues(valueSet, folder);

        // when
        LintResult result = new Helm(chart).lint().strict().call();

        // then
        assertFalse(result.isFailed(), () -> result.getMessages().toString());
        assertTrue(result.getMessages().stream().noneMatch(message -> message.contains("Fail:")));
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void isValidForKubernetes(Path valueSet) {
        // when
        Release release = Chart.with(valueSet).render();

        // then
        assertEquals(3, release.all("Deployment").size());
        assertEquals(
                List.of(),
                release.manifests().stream()
                        .flatMap(manifest -> SCHEMAS.faults(manifest).stream())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void runsRestrictedPods(Path valueSet) {
        // when
        Release release = Chart.with(valueSet).render();

        // then
        assertEquals(
                List.of(),
                release.manifests().stream()
                        .flatMap(manifest -> RestrictedPods.faults(manifest).stream())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void refersOnlyToWhatIsThere(Path valueSet) {
        // when
        Release release = Chart.with(valueSet).render();

        // then
        References references = new References(release);
        assertEquals(List.of(), references.selectorsWithoutPods());
        assertEquals(List.of(), references.mountsWithoutVolumes());
        assertEquals(List.of(), references.routesWithoutService());
    }

    /** Helm lints a chart with its own values only: those of the set become them. */
    private static Path copyWithValues(Path valueSet, Path folder) throws IOException {
        Path chart = folder.resolve("trunkline");
        try (Stream<Path> files = Files.walk(Chart.FOLDER)) {
            for (Path file : files.toList()) {
                Files.copy(file, chart.resolve(Chart.FOLDER.relativize(file).toString()));
            }
        }
        Files.writeString(chart.resolve("values.yaml"), Values.merged(valueSet));
        return chart;
    }
}
