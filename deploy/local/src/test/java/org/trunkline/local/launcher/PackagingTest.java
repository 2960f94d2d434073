package org.trunkline.local.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trunkline.local.Service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PackagingTest {

    private static final List<String> OPTIONS = List.of("-Xmx400m", "-Da=b");

    @TempDir
    Path root;

    @Test
    void anExecutableIsCalledAsItIs() throws IOException {
        Path executable = built("oauth-service-7-runner");

        assertEquals(
                List.of(executable.toString(), "-Xmx400m", "-Da=b"),
                Packaging.NATIVE.command(root, Service.OAUTH, OPTIONS));
    }

    @Test
    void aJarIsCalledByThisJvmWithTheOptionsBefore() throws IOException {
        Path jar = built("quarkus-app/quarkus-run.jar");

        List<String> command = Packaging.JVM.command(root, Service.OAUTH, OPTIONS);

        assertTrue(command.getFirst().startsWith(System.getProperty("java.home")));
        assertEquals(
                List.of("-Xmx400m", "-Da=b", "-jar", jar.toString()),
                command.subList(command.size() - 4, command.size()));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotBuiltIsNamed(Packaging packaging) {
        LaunchFailure failure =
                assertThrows(LaunchFailure.class, () -> packaging.command(root, Service.OAUTH, OPTIONS));

        assertTrue(failure.getMessage().contains("oauth-service"), failure::getMessage);
    }

    private Path built(String program) throws IOException {
        Path file = root.resolve("oauth-service/target").resolve(program);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }
}
