package org.trunkline.connection.credentials;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.openid.connect.sdk.Nonce;

/**
 * The nonces that servers want in the proofs of users' tokens (RFC 9449, section 9). They outlive sessions: a server
 * gives one by refusing to open a session without it.
 */
@ApplicationScoped
public class Nonces {

    private static final int MOST = 10_000;
    private static final Duration MEMORY = Duration.ofMinutes(15);

    private final Cache<Whose, Nonce> nonces =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(MEMORY).build();

    private record Whose(String user, String server) {}

    /** The one that a server gave a user last; null when it gave none, or long ago. */
    Nonce last(String user, String server) {
        return nonces.getIfPresent(new Whose(user, server));
    }

    /** A server gave a user another one. */
    void give(String user, String server, String nonce) {
        nonces.put(new Whose(user, server), new Nonce(nonce));
    }
}
