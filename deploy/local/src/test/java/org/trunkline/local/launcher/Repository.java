package org.trunkline.local.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.trunkline.local.Service;

/** A repository in which the three services are built, each a {@link StandInService}. */
record Repository(Path root) {

    static Repository in(Path root) throws IOException {
        Files.createDirectories(root.resolve("deploy/local"));
        Files.copy(Path.of("../routes.yaml"), root.resolve("deploy/routes.yaml"));
        Files.copy(Path.of("declared-servers.yaml"), root.resolve("deploy/local/declared-servers.yaml"));
        for (Service service : Service.values()) {
            jar(root.resolve(service.id()).resolve("target/quarkus-app/quarkus-run.jar"));
        }
        return new Repository(root);
    }

    private static void jar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, StandInService.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Path.of("target/test-classes").toAbsolutePath().toUri().toString());
        Files.createDirectories(jar.getParent());
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }

    Path data() {
        return root.resolve(".trunkline");
    }
}
