package org.trunkline.local.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.trunkline.local.Service;

/** What the build makes of the services. */
public enum Packaging {
    /** An application for a JVM, as {@code ./mvnw package} makes it. */
    JVM,
    /** A native executable, as {@code ./mvnw package -Dnative} makes it. */
    NATIVE;

    /**
     * The command that starts a service as it was built. No secret belongs in it: every user of the machine can read a
     * command line.
     *
     * @param root the repository that the service was built in
     * @param options that a JVM and an executable understand alike: {@code -Xmx} and properties by {@code -D}
     * @throws LaunchFailure when the service is not built
     */
    public List<String> command(Path root, Service service, List<String> options) {
        return command(program(root, service), options);
    }

    /** The command that starts a program of this kind, wherever it is. */
    public List<String> command(Path program, List<String> options) {
        List<String> command = new ArrayList<>();
        switch (this) {
            case JVM -> {
                command.add(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
                command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
                command.addAll(options);
                command.addAll(List.of("-jar", program.toString()));
            }
            case NATIVE -> {
                command.add(program.toString());
                command.addAll(options);
            }
        }
        return command;
    }

    /**
     * The jar or executable that the build has made of a service.
     *
     * @throws LaunchFailure when the service is not built
     */
    public Path program(Path root, Service service) {
        Path target = root.resolve(service.id()).resolve("target");
        return switch (this) {
            case JVM -> jar(service, target);
            case NATIVE -> executable(service, target);
        };
    }

    private static Path jar(Service service, Path target) {
        Path jar = target.resolve("quarkus-app/quarkus-run.jar");
        if (Files.notExists(jar)) {
            throw new LaunchFailure(service.id() + " is not built: there is no " + jar);
        }
        return jar;
    }

    private static Path executable(Service service, Path target) {
        if (Files.isDirectory(target)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(target, service.id() + "-*-runner")) {
                for (Path executable : found) {
                    return executable;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new LaunchFailure("no native executable of " + service.id() + ": ./mvnw package -Dnative -DskipTests -pl "
                + service.id() + " -am builds it");
    }
}
