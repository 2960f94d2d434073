package org.trunkline.oauth.clients;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What Trunkline is to an authorization server. Holds the secret: {@link #toString()} does not show it.
 *
 * @param secret null for a public client; for {@code private_key_jwt} the private key, PKCS#8 as PEM (EC P-256 or RSA)
 * @param authenticationMethod at the token endpoint: {@code client_secret_basic}, {@code client_secret_post},
 *     {@code none} or {@code private_key_jwt}
 * @param issuer of the authorization server that knows the client; it is never shown to another
 */
@RegisterForReflection
public record Client(String id, String secret, String authenticationMethod, String issuer, ClientSource source) {

    @Override
    public String toString() {
        return "Client[id=" + id + ", issuer=" + issuer + ", source=" + source + "]";
    }
}
