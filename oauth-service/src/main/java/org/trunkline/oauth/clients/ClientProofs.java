package org.trunkline.oauth.clients;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Optional;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.util.KeyUtils;

/** How a client proves itself to an authorization server (RFC 6749 section 2.3, RFC 7523 section 2.2). */
public final class ClientProofs {

    private ClientProofs() {}

    /**
     * The proof for one request; a client without a method sends its secret, if it has one, in the header.
     *
     * @param endpoint what the request is for; an assertion names the issuer, if it has a name, else this
     * @return empty for a public client, which only names itself
     * @throws IllegalStateException when a key cannot be read or does not fit; says nothing of the key
     */
    public static Optional<ClientAuthentication> of(Client client, URI endpoint) {
        ClientID id = new ClientID(client.id());
        if (client.secret() == null || "none".equals(client.authenticationMethod())) {
            return Optional.empty();
        }
        return Optional.of(
                switch (String.valueOf(client.authenticationMethod())) {
                    case "client_secret_post" -> new ClientSecretPost(id, new Secret(client.secret()));
                    case "private_key_jwt" -> assertion(client, endpoint);
                    default -> new ClientSecretBasic(id, new Secret(client.secret()));
                });
    }

    private static ClientAuthentication assertion(Client client, URI endpoint) {
        try {
            PrivateKey key = key(client.secret());
            URI audience = client.issuer() == null ? endpoint : URI.create(client.issuer());
            JWSAlgorithm algorithm = key instanceof ECPrivateKey ? JWSAlgorithm.ES256 : JWSAlgorithm.RS256;
            return new PrivateKeyJWT(new ClientID(client.id()), audience, algorithm, key, null, null);
        } catch (JOSEException e) {
            throw new IllegalStateException("the private key of " + client + " does not fit", e);
        }
    }

    private static PrivateKey key(String pem) {
        try {
            return KeyUtils.decodePrivateKey(pem, SignatureAlgorithm.ES256);
        } catch (GeneralSecurityException noEllipticCurve) {
            try {
                return KeyUtils.decodePrivateKey(pem, SignatureAlgorithm.RS256);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("a private key is neither an EC nor an RSA key in PKCS#8 PEM");
            }
        }
    }
}
