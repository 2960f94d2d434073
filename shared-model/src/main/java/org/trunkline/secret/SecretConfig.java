package org.trunkline.secret;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.NotNegative;

/** The keys that secrets at rest are encrypted with: one of the two settings says them. */
@ConfigMapping(prefix = "trunkline.secrets")
public interface SecretConfig {

    /**
     * A Tink AEAD key set as JSON ({@code tinkey create-keyset --key-template AES256_GCM}); its primary key encrypts,
     * all its enabled keys decrypt.
     */
    Optional<String> keyset();

    /** A file with such a key set, for instance a mounted Kubernetes secret: keys can change while the service runs. */
    Optional<Path> keysetFile();

    /**
     * How old the look at that file may be when a key is used. Its content is compared, since a mounted secret changes
     * by a swap of symbolic links that file events miss.
     */
    @WithConverter(NotNegative.Time.class)
    @WithDefault("2s")
    Duration every();
}
