package org.trunkline.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** README.md's table of settings has every setting of the configuration interfaces, and no other. */
class SettingsTest {

    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(prefix = \"([a-z.-]+)\"\\)");
    private static final Pattern METHOD =
            Pattern.compile("(?m)^( {4}| {8})([A-Z]\\w*(?:<.*>)?|int|long|boolean) (\\w+)\\(\\);");
    private static final Pattern NESTED = Pattern.compile("(?m)^ {4}interface (\\w+) ");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(trunkline\\.[a-zA-Z.-]+?)(?:\\.<[a-z]+>)?` \\|");

    @Test
    void theTableHasEverySetting() throws IOException {
        // given
        Set<String> declared = new TreeSet<>();
        for (Path file : sources()) {
            declared.addAll(settings(Files.readString(file)));
        }

        // when
        String readme = Files.readString(Repository.root().resolve("README.md"));

        // then
        assertEquals(
                declared,
                ROW.matcher(readme).results().map(row -> row.group(1)).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Repository.root())) {
            return files.filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(file -> file.toString().endsWith("Config.java"))
                    .toList();
        }
    }

    /** A method of a nested interface belongs to the method that returns that interface. */
    private static List<String> settings(String source) {
        Matcher mapping = MAPPING.matcher(source);
        if (!mapping.find()) {
            return List.of();
        }
        Set<String> nested =
                NESTED.matcher(source).results().map(found -> found.group(1)).collect(Collectors.toSet());
        List<MatchResult> methods = METHOD.matcher(source).results().toList();
        String group = methods.stream()
                .filter(method -> nested.contains(method.group(2)))
                .map(method -> kebab(method.group(3)) + ".")
                .findFirst()
                .orElse("");
        return methods.stream()
                .filter(method -> !nested.contains(method.group(2)))
                .map(method ->
                        mapping.group(1) + "." + (method.group(1).length() > 4 ? group : "") + kebab(method.group(3)))
                .toList();
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }
}
