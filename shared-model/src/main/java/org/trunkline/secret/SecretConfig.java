package org.trunkline.secret;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** The keys that secrets at rest are encrypted with. */
@ConfigMapping(prefix = "trunkline.secrets")
public interface SecretConfig {

    /**
     * A Tink AEAD key set as JSON ({@code tinkey create-keyset --key-template AES256_GCM}); its primary key encrypts,
     * all its keys decrypt.
     */
    Optional<String> keyset();
}
