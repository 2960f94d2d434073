package org.trunkline.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Rules that Dockerfiles keep. */
class DockerfilesTest {

    private static final Pattern IMAGE_ARGUMENT = Pattern.compile("(?m)^ARG (\\w+)=(\\S+[:@]\\S+)$");
    private static final Pattern JVM_OPTION = Pattern.compile("--(enable|sun|add)[^\\s\",]+");
    private static final Pattern FROM = Pattern.compile("(?m)^FROM (\\S+)");

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void standOnVersionsOfImagesThatCanBeReplaced(String name) throws IOException {
        // when
        String dockerfile = Files.readString(Path.of(name));

        // then
        List<String> images = IMAGE_ARGUMENT
                .matcher(dockerfile)
                .results()
                .map(argument -> "${" + argument.group(1) + "}")
                .toList();
        List<String> from =
                FROM.matcher(dockerfile).results().map(found -> found.group(1)).toList();
        assertTrue(from.size() > 1, "one stage builds, another runs");
        assertTrue(images.containsAll(from), () -> from + " are not all arguments with a version: " + images);
        assertFalse(dockerfile.contains(":latest"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void runAServiceWithoutRightsAndWithoutAShell(String name) throws IOException {
        // when
        String dockerfile = Files.readString(Path.of(name));
        String last = dockerfile.substring(dockerfile.lastIndexOf("\nFROM "));

        // then
        assertTrue(last.contains("\nUSER 10001:10001\n"));
        assertTrue(last.contains("\nENTRYPOINT [\""));
        assertFalse(last.contains("\nRUN "), "what runs is built before");
        assertTrue(last.contains("org.opencontainers.image.version="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void takeNothingFromTheNetworkThatIsNotBuilt(String name) throws IOException {
        // when
        String dockerfile = Files.readString(Path.of(name));

        // then
        assertEquals(
                List.of(),
                Pattern.compile("(?mi)^ADD .*|.*\\b(curl|wget)\\b.*|^(ARG|ENV) .*(PASSWORD|SECRET|TOKEN).*")
                        .matcher(dockerfile)
                        .results()
                        .map(MatchResult::group)
                        .toList());
    }

    @Test
    void makeTheCacheWithTheOptionsThatItIsUsedWith() throws IOException {
        // when
        String dockerfile = Files.readString(Path.of("Dockerfile.jvm"));
        int entrypoint = dockerfile.indexOf("\nENTRYPOINT");

        // then
        List<String> options = options(dockerfile.substring(entrypoint));
        assertFalse(options.isEmpty());
        assertEquals(options, options(dockerfile.substring(dockerfile.indexOf("-XX:AOTCacheOutput"), entrypoint)));
    }

    private static List<String> options(String command) {
        return JVM_OPTION.matcher(command).results().map(MatchResult::group).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm.dockerignore", "Dockerfile.native.dockerignore"})
    void areNotGivenKeysOrWhatIsBuiltOutside(String name) throws IOException {
        assertTrue(Files.readAllLines(Path.of(name))
                .containsAll(List.of(".git", ".trunkline", "**/target", "**/*.pem", "**/keyset*.json", "**/.env")));
    }
}
