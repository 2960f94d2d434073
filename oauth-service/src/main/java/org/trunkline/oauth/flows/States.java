package org.trunkline.oauth.flows;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import com.nimbusds.oauth2.sdk.id.State;

/** The values that tie the answer of an authorization server to a flow: unguessable, and stored only as a hash. */
final class States {

    private static final int BYTES = 32;

    private States() {}

    static State fresh() {
        return new State(BYTES);
    }

    static String hash(String state) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(state.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
