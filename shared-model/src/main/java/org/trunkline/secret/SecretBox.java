package org.trunkline.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Encrypts secrets for storage: AEAD with a versioned key set, bound to the place where the secret belongs, so that a
 * stored value moved elsewhere does not open. The key set can change at any time: its primary key encrypts, all its
 * keys decrypt, and a {@link Rotation} brings what is stored under the primary key.
 */
@ApplicationScoped
public class SecretBox {

    private final KeySource source;

    SecretBox(SecretConfig config) {
        source = new KeySource(config);
    }

    /** Encrypts {@code secret} for {@code place}, for instance {@code server:<id>:oauth.client_secret}; base64. */
    public String seal(String secret, String place) {
        try {
            byte[] sealed = source.keys().aead().encrypt(bytes(secret), bytes(place));
            return Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret for " + place + " could not be encrypted", e);
        }
    }

    /**
     * The secret that {@link #seal} encrypted for the same place.
     *
     * @throws IllegalStateException when it was sealed for another place, by a key that is no longer in the key set, or
     *     was changed since
     */
    public String open(String sealed, String place) {
        try {
            byte[] secret = source.keys().aead().decrypt(Base64.getDecoder().decode(sealed), bytes(place));
            return new String(secret, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("the secret stored for " + place + " does not open with these keys", e);
        }
    }

    /**
     * Keys of 32 bytes for another purpose than encrypting, the same on all replicas: derived from the keys of the key
     * set as it is now, that of the primary key first.
     */
    public List<byte[]> derivedKeys(String purpose) {
        return DerivedKeys.of(source.text(), purpose);
    }

    /** The id of the key that encrypts, as {@code tinkey list-keyset} shows it. */
    public long primaryKey() {
        return source.keys().primary();
    }

    /** The ids of all keys that decrypt. */
    public SortedSet<Long> keys() {
        return source.keys().ids();
    }

    /**
     * The id of the key that {@code sealed} says it was encrypted by, told without decrypting it; empty when the key
     * set has no such key.
     */
    public OptionalLong keyOf(String sealed) {
        try {
            return source.keys().of(Base64.getDecoder().decode(sealed));
        } catch (IllegalArgumentException e) {
            return OptionalLong.empty();
        }
    }

    /** The id of the key that {@code sealed} says it was encrypted by, whether the key set has it or not; 0: none. */
    long keyNamedIn(String sealed) {
        try {
            return Keys.named(Base64.getDecoder().decode(sealed));
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    /** The name of the setting that the keys come from. */
    String setting() {
        return source.setting();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
