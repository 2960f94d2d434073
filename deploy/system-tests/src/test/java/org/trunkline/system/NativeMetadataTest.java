package org.trunkline.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

/** What native executables can reflect on, and which resources they have, is named one by one. */
class NativeMetadataTest {

    /** With parentheses; a plain {@code @RegisterForReflection} registers the class that carries it. */
    private static final Pattern REGISTRATION = Pattern.compile("@RegisterForReflection\\(([^)]*)\\)");

    /** All that is spoken with MCP servers; without them the SDK only times out. */
    private static final String PROTOCOL = "targets = McpSchema.class, ignoreNested = false";

    private static final Pattern BLANKET =
            Pattern.compile("registerFullHierarchy|classNames|ignoreNested = false|\"(all|query)[A-Z]\\w*\"|\\*");
    private static final Pattern RUN_TIME =
            Pattern.compile("--initialize-at-run-time=\\w+(\\.\\w+)+(,\\w+(\\.\\w+)+)*");
    private static final Pattern BUNDLE = Pattern.compile("\"bundle\": *\"([^\"]+)\"");

    @Test
    void annotationsNameClasses() {
        List<String> blanket = sources("src/main/java", ".java")
                .flatMap(file -> REGISTRATION.matcher(text(file)).results())
                .map(registration -> registration.group(1))
                .filter(arguments -> !arguments.equals(PROTOCOL))
                .filter(arguments -> BLANKET.matcher(arguments).find())
                .toList();

        assertEquals(List.of(), blanket);
    }

    @Test
    void filesNameClassesAndResources() {
        List<Path> blanket = sources("META-INF/native-image", ".json")
                .filter(file -> BLANKET.matcher(text(file)).find())
                .toList();

        assertEquals(List.of(), blanket);
    }

    @Test
    void whatTheyNameIsThere() {
        List<String> bundles = sources("META-INF/native-image", ".json")
                .flatMap(file -> BUNDLE.matcher(text(file)).results())
                .map(bundle -> bundle.group(1))
                .toList();

        assertFalse(bundles.isEmpty());
        bundles.forEach(bundle -> assertNotNull(
                getClass().getClassLoader().getResource(bundle.replace('.', '/') + ".properties"), bundle));
    }

    @Test
    void argumentsOnlySayWhatIsInitializedLater() {
        List<String> others = sources("META-INF/native-image", ".properties")
                .flatMap(file -> text(file).lines())
                .map(line -> line.replaceFirst("^Args *= *", ""))
                .filter(argument -> !RUN_TIME.matcher(argument).matches())
                .toList();

        assertEquals(List.of(), others);
    }

    @Test
    void theBuildIncludesNothingByAPattern() {
        List<String> patterns = Stream.concat(sources("", "pom.xml"), sources("src/main/resources", ".properties"))
                .flatMap(file -> text(file).lines())
                .filter(line -> line.contains("quarkus.native."))
                .filter(line -> line.contains("*") || line.contains("additional-build-args"))
                .toList();

        assertEquals(List.of(), patterns);
    }

    /**
     * A cache's class is found by what it does; Quarkus registers none that bounds its size and expires after access.
     */
    @Test
    void cachesExpireAfterWhatIsWritten() {
        List<Path> others = sources("src/main/java", ".java")
                .filter(file -> text(file).contains(".expireAfterAccess("))
                .toList();

        assertEquals(List.of(), others);
    }

    /** The files of that name's end, below a folder of any module. */
    private static Stream<Path> sources(String folder, String end) {
        try (Stream<Path> files = Files.walk(Repository.root())) {
            return files
                    .filter(file -> !file.toString().contains("/target/"))
                    .filter(file ->
                            file.toString().contains(folder) && file.toString().endsWith(end))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        return Processes.text(file);
    }
}
