package org.trunkline.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/** Secret boxes with the settings that a test gives. */
final class Boxes {

    private Boxes() {}

    static SecretBox of(String keyset) {
        return box(Optional.of(keyset), Optional.empty());
    }

    /** One that looks at the file at each use. */
    static SecretBox of(Path file) {
        return box(Optional.empty(), Optional.of(file));
    }

    static SecretBox box(Optional<String> keyset, Optional<Path> file) {
        return new SecretBox(new SecretConfig() {
            @Override
            public Optional<String> keyset() {
                return keyset;
            }

            @Override
            public Optional<Path> keysetFile() {
                return file;
            }

            @Override
            public Duration every() {
                return Duration.ZERO;
            }
        });
    }

    /** Replaces a file at once, as the kubelet does. */
    static void write(Path file, String content) {
        try {
            Path next = Files.writeString(file.resolveSibling("next"), content);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
