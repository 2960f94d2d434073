package org.trunkline.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** README.md's table of settings has every setting that the services read, and no other, with its default. */
class SettingsTest {

    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(prefix = \"([a-z.-]+)\"\\)");
    private static final Pattern METHOD = Pattern.compile("(?m)(?:@WithDefault\\(\"([^\"]*)\"\\)\\s+)?"
            + "^( {4}| {8})([A-Z]\\w*(?:<.*>)?|int|long|boolean) (\\w+)\\(\\);");
    private static final Pattern NESTED = Pattern.compile("(?m)^ {4}interface (\\w+) ");
    private static final Pattern PROPERTY =
            Pattern.compile("@ConfigProperty\\(name = \"(trunkline\\.[a-z.-]+)\"(?:, defaultValue = \"([^\"]+)\")?");
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{(trunkline\\.[a-z.-]+?)(?::([^}]+))?}");
    private static final Pattern TABLE = Pattern.compile("(?s)\\n\\| setting \\| default \\| \\|\\n(.*?)\\n\\n");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(trunkline\\.[a-zA-Z.-]+?)(?:\\.<[a-z]+>)?` \\| (.*?) \\| .* \\|$");

    /** By the settings' names; empty where there is none. */
    private final Map<String, String> defaults = new TreeMap<>();

    @Test
    void theTableHasEverySettingAndItsDefault() throws IOException {
        // given
        for (Path file : sources()) {
            note(file, Files.readString(file));
        }

        // when
        Matcher table = TABLE.matcher(Files.readString(Repository.root().resolve("README.md")));
        Map<String, String> rows = table.results()
                .flatMap(found -> ROW.matcher(found.group(1)).results())
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));

        // then
        assertEquals(defaults.keySet(), new TreeSet<>(rows.keySet()));
        assertEquals(
                List.of(),
                rows.entrySet().stream()
                        .filter(row -> !says(row.getValue(), defaults.get(row.getKey())))
                        .map(row -> row + " instead of " + defaults.get(row.getKey()))
                        .toList());
    }

    /** What comes from the environment is told in words. */
    private static boolean says(String cell, String value) {
        return value.isEmpty() || value.contains("${") || cell.contains("`" + value + "`");
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Repository.root())) {
            return files.filter(file -> file.toString().matches(".*/src/main/(java|resources)/.*\\.(java|properties)"))
                    .filter(file -> !Repository.root().relativize(file).startsWith("deploy"))
                    .toList();
        }
    }

    private void note(Path file, String source) {
        if (file.toString().endsWith("Config.java")) {
            noteMapping(source);
        }
        Stream.of(PROPERTY, EXPRESSION)
                .flatMap(pattern -> pattern.matcher(source).results())
                .forEach(found -> note(found.group(1), found.group(2)));
    }

    private void note(String setting, String value) {
        defaults.merge(setting, value == null ? "" : value, (one, other) -> one.isEmpty() ? other : one);
    }

    /** A method of a nested interface belongs to the method that returns that interface. */
    private void noteMapping(String source) {
        Matcher mapping = MAPPING.matcher(source);
        if (!mapping.find()) {
            return;
        }
        Set<String> nested =
                NESTED.matcher(source).results().map(found -> found.group(1)).collect(Collectors.toSet());
        List<MatchResult> methods = METHOD.matcher(source).results().toList();
        String group = methods.stream()
                .filter(method -> nested.contains(method.group(3)))
                .map(method -> kebab(method.group(4)) + ".")
                .findFirst()
                .orElse("");
        methods.stream()
                .filter(method -> !nested.contains(method.group(3)))
                .forEach(method -> note(
                        mapping.group(1) + "." + (method.group(2).length() > 4 ? group : "") + kebab(method.group(4)),
                        method.group(1)));
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
