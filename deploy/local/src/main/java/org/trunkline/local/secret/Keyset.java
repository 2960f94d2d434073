package org.trunkline.local.secret;

import java.nio.file.Path;
import java.security.GeneralSecurityException;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;

/** The key set that the services encrypt stored secrets with. */
public final class Keyset {

    private Keyset() {}

    /** Makes a key set with a new AES-256-GCM key in that file, as Tink's JSON, unless there is one already. */
    public static void createIn(Path file) {
        SecretFile.readOrCreate(file, Keyset::fresh);
    }

    /** A new key set with one AES-256-GCM key. */
    public static String fresh() {
        try {
            KeysetHandle keys = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
            return TinkJsonProtoKeysetFormat.serializeKeyset(keys, AeadConfig2026.get(), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
