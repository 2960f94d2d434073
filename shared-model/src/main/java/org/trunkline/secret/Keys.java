package org.trunkline.secret;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.AeadKey;

/**
 * A key set. Each of its keys is known by its id, and a value that it encrypted by the prefix that Tink puts before it
 * (<a href="https://developers.google.com/tink/wire-format">wire format</a>).
 */
final class Keys {

    /** How a prefix of type TINK begins; the key's id follows. */
    private static final byte TINK = 1;

    private static final int PREFIX_LENGTH = 1 + Integer.BYTES;

    private final Aead aead;
    private final long primary;
    private final Map<Long, byte[]> prefixes = new TreeMap<>();

    private Keys(KeysetHandle keyset) throws GeneralSecurityException {
        aead = keyset.getPrimitive(AeadConfig2026.get(), Aead.class);
        primary = Integer.toUnsignedLong(keyset.getPrimary().getId());
        for (int i = 0; i < keyset.size(); i++) {
            KeysetHandle.Entry entry = keyset.getAt(i);
            if (entry.getStatus() == KeyStatus.ENABLED && entry.getKey() instanceof AeadKey key) {
                prefixes.put(
                        Integer.toUnsignedLong(entry.getId()),
                        key.getOutputPrefix().toByteArray());
            }
        }
    }

    /**
     * Reads a key set.
     *
     * @throws IllegalArgumentException saying what is wrong, with nothing of the text: that may be key material
     */
    static Keys parse(String json) {
        Keys keys;
        try {
            keys = new Keys(
                    TinkJsonProtoKeysetFormat.parseKeyset(json, AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException | RuntimeException e) { // not the cause of ours: it may quote the text
            throw new IllegalArgumentException("it is no Tink AEAD key set as JSON with an enabled primary key");
        }
        if (keys.prefixes.values().stream().anyMatch(prefix -> prefix.length == 0)) {
            throw new IllegalArgumentException(
                    "it has a key without the output prefix type TINK, whose values cannot be told from others'");
        }
        return keys;
    }

    Aead aead() {
        return aead;
    }

    long primary() {
        return primary;
    }

    SortedSet<Long> ids() {
        return new TreeSet<>(prefixes.keySet());
    }

    /** The key that a value says it was encrypted by; empty when it is none of these. */
    OptionalLong of(byte[] sealed) {
        return prefixes.entrySet().stream()
                .filter(key -> startsWith(sealed, key.getValue()))
                .mapToLong(Map.Entry::getKey)
                .findFirst();
    }

    /** The id of the key that a value says it was encrypted by; 0 when it says none. */
    static long named(byte[] sealed) {
        return sealed.length > PREFIX_LENGTH && sealed[0] == TINK
                ? Integer.toUnsignedLong(
                        ByteBuffer.wrap(sealed, 1, Integer.BYTES).getInt())
                : 0;
    }

    private static boolean startsWith(byte[] sealed, byte[] prefix) {
        return sealed.length >= prefix.length && Arrays.equals(sealed, 0, prefix.length, prefix, 0, prefix.length);
    }
}
