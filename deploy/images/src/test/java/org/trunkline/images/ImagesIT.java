package org.trunkline.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What is in the images that jib made, on an empty base. */
class ImagesIT {

    /** Files that hold keys, or settings of whoever built it. */
    private static final Predicate<String> SECRET = Pattern.compile(
                    "(?i)keyset|\\.env$|\\.pem$|\\.p12$|\\.jks$|\\.key$|/config/")
            .asPredicate();

    private static final int WRITABLE_BY_OTHERS = 0022;

    /** Two lines about a main class, which the entrypoint here does not read. */
    private static final Set<String> JIBS_OWN = Set.of("licenses/jib-classpath-file", "licenses/jib-main-class-file");

    @ParameterizedTest
    @ValueSource(strings = {"registry-service", "oauth-service", "connection-service"})
    void runTheServiceAsAUserWithoutRights(String service) {
        // when
        JsonNode config = ImageTar.named(service).config().get("config");

        // then
        assertEquals("10001:10001", config.get("User").asText());
        assertEquals("/work", config.get("WorkingDir").asText());
        assertEquals("[\"QUARKUS_HTTP_PORT=8080\"]", config.get("Env").toString());
        assertTrue(config.get("ExposedPorts").has("8080/tcp"));
        assertTrue(config.get("Entrypoint").toString().endsWith("\"-jar\",\"/work/quarkus-run.jar\"]"));
        JsonNode labels = config.get("Labels");
        assertEquals(
                "trunkline " + service,
                labels.get("org.opencontainers.image.title").asText());
        assertTrue(labels.has("org.opencontainers.image.version"));
        assertTrue(labels.has("org.opencontainers.image.licenses"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry-service", "oauth-service", "connection-service"})
    void haveALayerForEachRateOfChange(String service) {
        // when
        List<List<TarArchiveEntry>> layers = ImageTar.named(service).layers();

        // then
        assertEquals(Set.of("licenses/resources/LICENSE"), names(layers.get(0)));
        assertEquals(JIBS_OWN, names(layers.get(1)));
        assertTrue(names(layers.get(2)).stream().allMatch(name -> name.startsWith("work/lib/")));
        assertTrue(names(layers.get(2)).stream().noneMatch(name -> name.contains("org.trunkline.")));
        assertTrue(names(layers.get(3)).contains("work/quarkus-run.jar"));
        assertTrue(names(layers.get(3)).stream().anyMatch(name -> name.contains("org.trunkline.shared-model-")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry-service", "oauth-service", "connection-service"})
    void haveTheirBillOfMaterials(String service) throws IOException {
        // given
        Path made = Path.of("../..", service, "target/sbom/bom.json");
        assumeTrue(Files.exists(made), "the CycloneDX plugin makes none where Maven is offline");

        // when
        List<List<TarArchiveEntry>> layers = ImageTar.named(service).layers();

        // then
        assertEquals(Set.of("work/sbom/bom.json"), names(layers.getLast()));
        assertTrue(Files.readString(made).contains("pkg:maven/io.quarkus/quarkus-rest-jackson@"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry-service", "oauth-service", "connection-service"})
    void haveNoSecretAndNothingToWriteTo(String service) {
        // when
        List<TarArchiveEntry> files = ImageTar.named(service).files();

        // then
        assertFalse(files.isEmpty());
        assertEquals(
                List.of(),
                files.stream()
                        .filter(file -> SECRET.test(file.getName()) || (file.getMode() & WRITABLE_BY_OTHERS) != 0)
                        .map(TarArchiveEntry::getName)
                        .toList());
    }

    @Test
    void areTheSameWhenMadeAgain() {
        // when
        ImageTar first = ImageTar.named("oauth-service");
        ImageTar again = ImageTar.named("oauth-service-again");

        // then
        assertEquals(first.digests(), again.digests());
        assertEquals(first.config(), again.config());
    }

    private static Set<String> names(List<TarArchiveEntry> layer) {
        return layer.stream()
                .filter(TarArchiveEntry::isFile)
                .map(TarArchiveEntry::getName)
                .collect(Collectors.toSet());
    }
}
