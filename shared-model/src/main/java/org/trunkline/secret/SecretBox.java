package org.trunkline.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

import jakarta.enterprise.context.ApplicationScoped;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;

/**
 * Encrypts secrets for storage: AEAD with a versioned key set, bound to the place where the secret belongs, so that a
 * stored value moved elsewhere does not open.
 */
@ApplicationScoped
public class SecretBox {

    private final Aead aead;

    SecretBox(SecretConfig config) throws GeneralSecurityException {
        String keyset = config.keyset()
                .orElseThrow(
                        () -> new IllegalStateException(
                                "trunkline.secrets.keyset is not set: give a Tink AEAD key set as JSON (README.md, \"Secrets\")"));
        aead = TinkJsonProtoKeysetFormat.parseKeyset(keyset, AeadConfig2026.get(), InsecureSecretKeyAccess.get())
                .getPrimitive(AeadConfig2026.get(), Aead.class);
    }

    /** Encrypts {@code secret} for {@code place}, for instance {@code server:<id>:oauth.client_secret}; base64. */
    public String seal(String secret, String place) {
        try {
            byte[] sealed = aead.encrypt(bytes(secret), bytes(place));
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
            return new String(aead.decrypt(Base64.getDecoder().decode(sealed), bytes(place)), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("the secret stored for " + place + " does not open with these keys", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
