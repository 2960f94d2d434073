package org.trunkline.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.trunkline.local.Service;
import org.trunkline.local.launcher.Packaging;

/** What a service is started from. */
enum Form {
    JVM("on the JVM"),
    CACHED("on the JVM, AOT cache"),
    NATIVE("native");

    private static final List<String> HEAP = List.of("-Xmx512m");

    private final String title;

    Form(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    List<String> command(Path root, Service service) {
        return switch (this) {
            case JVM -> Packaging.JVM.command(root, service, HEAP);
            case CACHED -> {
                Path application = cached(root, service);
                List<String> options = new ArrayList<>(HEAP);
                options.add("-XX:AOTCache=" + application.resolve("app.aot"));
                yield Packaging.JVM.command(application.resolve("quarkus-run.jar"), options);
            }
            case NATIVE -> Packaging.NATIVE.command(root, service, HEAP);
        };
    }

    /** The size of all that it is started from, without the JVM. */
    long bytes(Path root, Service service) {
        return switch (this) {
            case JVM -> sizeOf(root.resolve(service.id()).resolve("target/quarkus-app"));
            case CACHED -> sizeOf(cached(root, service));
            case NATIVE -> sizeOf(Path.of(command(root, service).getFirst()));
        };
    }

    private static Path cached(Path root, Service service) {
        return root.resolve(service.id()).resolve("target/aot");
    }

    private static long sizeOf(Path tree) {
        try (Stream<Path> files = Files.walk(tree)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
