package org.trunkline.images;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The compose file says what the services understand, and opens no more than it must. */
class ComposeTest {

    private static final Path FOLDER = Path.of("compose");
    private static final Pattern SETTING = Pattern.compile("`((?:trunkline|quarkus)\\.[a-zA-Z.<>-]+)`");
    private static final Pattern NEIGHBOUR = Pattern.compile("TRUNKLINE_(REGISTRY|OAUTH|CONNECTION)_SERVICE_URL");
    private static final Pattern ROUTE = Pattern.compile("(?m)^  ~\\^(\\S+)\\$ (\\S+);$");

    private final Map<String, Map<String, Object>> services = services();

    @ParameterizedTest
    @ValueSource(strings = {"registry-service", "oauth-service", "connection-service"})
    void aServiceIsGivenSettingsThatTheReadmeHas(String service) throws IOException {
        // given
        String readme = Files.readString(Path.of("../../README.md"));
        TreeSet<String> known = SETTING.matcher(readme)
                .results()
                .map(setting -> setting.group(1).toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
                .collect(Collectors.toCollection(TreeSet::new));

        // when
        Map<?, ?> environment = (Map<?, ?>) services.get(service).get("environment");

        // then
        assertEquals(
                List.of(),
                environment.keySet().stream()
                        .map(Object::toString)
                        .filter(name -> !known.contains(name)
                                && !NEIGHBOUR.matcher(name).matches())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry-service", "oauth-service", "connection-service"})
    void aServiceHasNoRightsAndWritesToMemoryOnly(String name) {
        // when
        Map<String, Object> service = services.get(name);

        // then
        assertEquals(true, service.get("read_only"));
        assertEquals(List.of("ALL"), service.get("cap_drop"));
        assertFalse(service.containsKey("ports"), "the front door leads to it");
    }

    /** As the chart's test has it. */
    @Test
    void aServiceWithChildrenIsNotTheFirstProcess() {
        assertEquals(true, services.get("connection-service").get("init"));
    }

    @Test
    void everyImageHasAVersionAndEveryPortIsThisMachines() {
        services.forEach((name, service) -> {
            String image = service.get("image").toString();
            assertTrue(image.contains(":") && !image.endsWith(":latest"), image);
            List<?> ports = (List<?>) service.getOrDefault("ports", List.of());
            assertTrue(ports.stream().allMatch(port -> port.toString().startsWith("127.0.0.1:")), name);
        });
    }

    @Test
    void noPasswordIsInTheFiles() throws IOException {
        // when
        String files =
                Files.readString(FOLDER.resolve("compose.yaml")) + Files.readString(FOLDER.resolve("realm.json"));

        // then
        assertEquals(
                List.of(),
                Pattern.compile("(?i)(secret|password)\"?: (?!\"?\\$\\{)(?!\\[)[^{\\n]+$", Pattern.MULTILINE)
                        .matcher(files)
                        .results()
                        .map(found -> found.group())
                        .toList());
    }

    @Test
    void theFrontDoorHasTheLinesOfTheRoutesFile() throws IOException {
        // given
        List<Map<String, String>> routes = yaml(Path.of("../routes.yaml")).get("routes") instanceof List<?> list
                ? list.stream().map(ComposeTest::strings).toList()
                : List.of();

        // when
        String configuration = Files.readString(FOLDER.resolve("front-door.conf"));

        // then
        assertEquals(
                routes.stream()
                        .map(route -> expression(route.get("path")) + " " + route.get("service"))
                        .toList(),
                ROUTE.matcher(configuration)
                        .results()
                        .map(line -> line.group(1) + " " + line.group(2))
                        .toList());
    }

    private static String expression(String path) {
        return path.replace(".", "\\.").replaceAll("\\{[^}]+}", "[^/]+").replace("/**", "(/.*)?");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> strings(Object map) {
        return (Map<String, String>) map;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> services() {
        return (Map<String, Map<String, Object>>)
                yaml(FOLDER.resolve("compose.yaml")).get("services");
    }

    private static Map<String, Object> yaml(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
