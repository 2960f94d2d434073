package org.trunkline.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import org.jboss.logging.Logger;

/**
 * The key set of the settings. A file is looked at again when a key is used and the last look is old; content that is
 * no key set is logged once, and the key set before it stays in use.
 */
final class KeySource {

    private static final Logger LOG = Logger.getLogger(KeySource.class);

    private final Path file;
    private final Duration every;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Keys keys;
    private volatile long lookedAt = System.nanoTime();
    private volatile String text;
    private String seen;

    /** @throws IllegalStateException naming the setting that has to be set, or set otherwise */
    KeySource(SecretConfig config) {
        if (config.keyset().isPresent() == config.keysetFile().isPresent()) {
            throw new IllegalStateException(
                    (config.keyset().isPresent() ? "both" : "neither") + " of trunkline.secrets.keyset and"
                            + " trunkline.secrets.keyset-file are set: give one Tink AEAD key set as JSON"
                            + " (README.md, \"Secrets\")");
        }
        file = config.keysetFile().orElse(null);
        every = config.every();
        try {
            text = file == null ? config.keyset().get() : Files.readString(file);
            keys = Keys.parse(text);
            seen = text;
        } catch (IOException e) {
            throw refused("the file cannot be read: " + e);
        } catch (IllegalArgumentException e) {
            throw refused(e.getMessage());
        }
    }

    /** The keys to use now. */
    Keys keys() {
        if (file != null && System.nanoTime() - lookedAt >= every.toNanos() && looking.tryLock()) {
            try {
                look();
            } finally {
                looking.unlock();
            }
        }
        return keys;
    }

    /** The key set's JSON that {@link #keys} come from. */
    String text() {
        keys();
        return text;
    }

    /** The name of the setting that the keys come from. */
    String setting() {
        return "trunkline.secrets.keyset" + (file == null ? "" : "-file");
    }

    private void look() {
        try {
            String now = Files.readString(file);
            if (!now.equals(seen)) {
                seen = now;
                keys = Keys.parse(now);
                text = now;
                LOG.infof("key set read: file=%s primary=%d keys=%s", file, keys.primary(), keys.ids());
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.errorf("key set not read, the one before stays in use: file=%s why=%s", file, e.getMessage());
        }
        lookedAt = System.nanoTime();
    }

    private IllegalStateException refused(String why) {
        return new IllegalStateException(setting() + ": " + why + " (README.md, \"Secrets\")");
    }
}
