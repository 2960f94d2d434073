package org.trunkline.oauth.flows;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.crypto.tink.subtle.Hkdf;
import org.trunkline.secret.SecretConfig;

/**
 * Keys that prove that a cookie is ours, derived (RFC 5869) from those that secrets are sealed with, so that all
 * replicas have the same and there is no further key to keep. While keys rotate, cookies of the older ones are good
 * too.
 */
@ApplicationScoped
class BindingKeys {

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "trunkline browser binding".getBytes(StandardCharsets.UTF_8);
    private static final int BYTES = 32;

    /** The primary one first. */
    private final List<SecretKeySpec> keys;

    BindingKeys(SecretConfig config, ObjectMapper json) throws JsonProcessingException {
        JsonNode keyset = json.readTree(config.keyset()
                .orElseThrow(() ->
                        new IllegalStateException("trunkline.secrets.keyset is not set: README.md, \"Secrets\"")));
        String primary = keyset.path("primaryKeyId").asText();
        keys = StreamSupport.stream(keyset.path("key").spliterator(), false)
                .sorted((a, b) -> Boolean.compare(isPrimary(b, primary), isPrimary(a, primary)))
                .map(key -> derived(key.path("keyData").path("value").asText()))
                .toList();
    }

    /** The tag of {@code text} under the primary key, in lower-case hexadecimal digits. */
    String tag(String text) {
        return tag(keys.getFirst(), text);
    }

    /** Its tags under all keys. */
    List<String> tags(String text) {
        return keys.stream().map(key -> tag(key, text)).toList();
    }

    private static boolean isPrimary(JsonNode key, String primary) {
        return key.path("keyId").asText().equals(primary);
    }

    private static SecretKeySpec derived(String key) {
        try {
            byte[] secret = Base64.getDecoder().decode(key);
            return new SecretKeySpec(Hkdf.computeHkdf(ALGORITHM, secret, new byte[0], PURPOSE, BYTES), ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key for cookies can be derived", e);
        }
    }

    private static String tag(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a cookie could not be signed", e);
        }
    }
}
