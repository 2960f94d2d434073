package org.trunkline.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.crypto.tink.subtle.Hkdf;

/** Keys for another purpose, derived (RFC 5869) from those of a key set. */
final class DerivedKeys {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private DerivedKeys() {}

    /** One for each key of the key set, that of the primary key first. */
    static List<byte[]> of(String keyset, String purpose) {
        try {
            JsonNode parsed = JSON.readTree(keyset);
            String primary = parsed.path("primaryKeyId").asText();
            return StreamSupport.stream(parsed.path("key").spliterator(), false)
                    .sorted((a, b) -> Boolean.compare(isPrimary(b, primary), isPrimary(a, primary)))
                    .map(key -> derived(key.path("keyData").path("value").asText(), purpose))
                    .toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no keys can be derived from the key set");
        }
    }

    private static boolean isPrimary(JsonNode key, String primary) {
        return key.path("keyId").asText().equals(primary);
    }

    private static byte[] derived(String key, String purpose) {
        try {
            byte[] secret = Base64.getDecoder().decode(key);
            return Hkdf.computeHkdf(ALGORITHM, secret, new byte[0], purpose.getBytes(StandardCharsets.UTF_8), BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no keys can be derived from the key set", e);
        }
    }
}
