package org.trunkline.oauth.flows;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import jakarta.enterprise.context.ApplicationScoped;

import org.trunkline.secret.SecretBox;

/**
 * Keys that prove that a cookie is ours, derived from those that secrets are sealed with, so that all replicas have the
 * same and there is no further key to keep. While keys rotate, cookies of the older ones are good too.
 */
@ApplicationScoped
class BindingKeys {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "trunkline browser binding";

    private final SecretBox secrets;

    BindingKeys(SecretBox secrets) {
        this.secrets = secrets;
    }

    /** The tag of {@code text} under the primary key, in lower-case hexadecimal digits. */
    String tag(String text) {
        return tags(text).getFirst();
    }

    /** Its tags under all keys, that of the primary one first. */
    List<String> tags(String text) {
        return secrets.derivedKeys(PURPOSE).stream().map(key -> tag(key, text)).toList();
    }

    private static String tag(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a cookie could not be signed", e);
        }
    }
}
