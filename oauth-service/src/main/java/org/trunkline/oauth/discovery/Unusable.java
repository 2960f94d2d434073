package org.trunkline.oauth.discovery;

/** A server's authorization cannot be used; the message says why and what would help, for the user. */
public final class Unusable extends RuntimeException {

    public Unusable(String message) {
        super(message);
    }
}
