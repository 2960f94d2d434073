package org.trunkline.secret;

import java.security.GeneralSecurityException;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;

/** Changes of key sets, as tinkey makes them. */
public final class Keysets {

    private Keysets() {}

    /** A key set with one key. */
    public static String fresh() {
        return built(KeysetHandle.newBuilder().addEntry(key().makePrimary()));
    }

    /** {@code tinkey add-key}: with another key, which only decrypts. */
    public static String withNewKey(String keyset) {
        return built(KeysetHandle.newBuilder(parsed(keyset)).addEntry(key()));
    }

    /** {@code tinkey promote-key}: the last key encrypts. */
    public static String promoted(String keyset) {
        KeysetHandle.Builder keys = KeysetHandle.newBuilder(parsed(keyset));
        keys.getAt(keys.size() - 1).makePrimary();
        return built(keys);
    }

    /** {@code tinkey disable-key}: the first key is not used any more. */
    public static String withoutUseOfFirst(String keyset) {
        KeysetHandle.Builder keys = KeysetHandle.newBuilder(parsed(keyset));
        keys.getAt(0).setStatus(KeyStatus.DISABLED);
        return built(keys);
    }

    /** As before {@code tinkey promote-key}: the first key encrypts. */
    public static String demoted(String keyset) {
        KeysetHandle.Builder keys = KeysetHandle.newBuilder(parsed(keyset));
        keys.getAt(0).makePrimary();
        return built(keys);
    }

    /** {@code tinkey delete-key}: without the first key. */
    public static String withoutFirst(String keyset) {
        return built(KeysetHandle.newBuilder(parsed(keyset)).deleteAt(0));
    }

    /** The id of the key at that place. */
    public static long id(String keyset, int index) {
        return Integer.toUnsignedLong(parsed(keyset).getAt(index).getId());
    }

    private static KeysetHandle.Builder.Entry key() {
        return KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                .withRandomId();
    }

    private static KeysetHandle parsed(String keyset) {
        try {
            return TinkJsonProtoKeysetFormat.parseKeyset(keyset, AeadConfig2026.get(), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String built(KeysetHandle.Builder keys) {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    keys.setConfiguration(AeadConfig2026.get()).build(),
                    AeadConfig2026.get(),
                    InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
