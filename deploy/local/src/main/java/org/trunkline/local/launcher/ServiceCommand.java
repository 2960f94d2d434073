package org.trunkline.local.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.trunkline.local.Service;
import org.trunkline.local.loopback.LoopbackServer;

/** How a service's program is called. No secret is in it: every user of the machine can read a command line. */
record ServiceCommand(Path root, boolean nativeServices, Ports ports) {

    /** @throws LaunchFailure when the service is not built */
    List<String> of(Service service) {
        Path target = root.resolve(service.id()).resolve("target");
        return nativeServices ? executable(service, target) : jar(service, target);
    }

    private List<String> jar(Service service, Path target) {
        Path jar = target.resolve("quarkus-app/quarkus-run.jar");
        if (Files.notExists(jar)) {
            throw new LaunchFailure(service.id() + " is not built: there is no " + jar);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(neighbours());
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private List<String> executable(Service service, Path target) {
        List<String> command = new ArrayList<>();
        command.add(runner(service, target).toString());
        command.addAll(neighbours());
        return command;
    }

    private static Path runner(Service service, Path target) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(target, service.id() + "-*-runner")) {
            for (Path runner : found) {
                return runner;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new LaunchFailure("no native executable of " + service.id() + ": ./mvnw package -Dnative -DskipTests -pl "
                + service.id() + " -am builds it");
    }

    /** As properties, because a name with a hyphen has no certain form as an environment variable. */
    private List<String> neighbours() {
        return List.of(Service.values()).stream()
                .map(service -> "-Dquarkus.rest-client." + service.id() + ".url=http://" + LoopbackServer.HOST + ":"
                        + ports.of(service))
                .toList();
    }
}
