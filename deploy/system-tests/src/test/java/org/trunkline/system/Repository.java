package org.trunkline.system;

import java.nio.file.Files;
import java.nio.file.Path;

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

    /** A folder for what one test class leaves behind; gone with {@code mvn clean}. */
    static Path scratch(String name) {
        return root().resolve("deploy/system-tests/target").resolve(name);
    }
}
