package org.trunkline.system;

import java.nio.file.Files;
import java.nio.file.Path;

import org.trunkline.local.launcher.Packaging;

/** Where things are in the checkout under test. */
final class Repository {

    private Repository() {}

    /** The root folder, from whichever folder of it the tests run. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** What of the services is tested: what the build that runs the tests has made. */
    static Packaging packaging() {
        return Boolean.getBoolean("trunkline.test.native") ? Packaging.NATIVE : Packaging.JVM;
    }

    /** A folder for what one test class leaves behind; gone with {@code mvn clean}. */
    static Path scratch(String name) {
        return root().resolve("deploy/system-tests/target").resolve(name);
    }
}
