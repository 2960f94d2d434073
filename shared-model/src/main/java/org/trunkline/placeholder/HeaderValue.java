package org.trunkline.placeholder;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What of a user's profile can be put into an HTTP header, whose characters end at U+00FF. */
final class HeaderValue {

    private static final String ENCODED = "b64:";

    private HeaderValue() {}

    /** The text itself when a header can carry it, else {@code b64:} and the base64 of its UTF-8 form. */
    static String of(String text) {
        if (text.chars().allMatch(unit -> unit <= 0xFF)) {
            return text;
        }
        return ENCODED + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
