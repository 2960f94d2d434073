package org.trunkline.oauth.grants;

import java.util.Collection;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.openid.connect.sdk.Nonce;

/** The keys that tokens are bound to (RFC 9449): one for each grant, P-256. */
public final class DpopKeys {

    private DpopKeys() {}

    /**
     * A new key for an authorization server that takes proofs.
     *
     * @param algorithms {@code dpop_signing_alg_values_supported}; null when the server did not say
     * @return the private JWK as JSON; null when the server takes no proof that such a key can make
     */
    public static String forServer(Collection<String> algorithms) {
        if (algorithms == null || !algorithms.contains(JWSAlgorithm.ES256.getName())) {
            return null;
        }
        try {
            return new ECKeyGenerator(Curve.P_256).generate().toJSONString();
        } catch (JOSEException e) {
            throw new IllegalStateException("no P-256 key could be made", e);
        }
    }

    /** The proof for one request to a token endpoint; {@code nonce} is null until the server gave one. */
    static SignedJWT proof(String key, HTTPRequest request, Nonce nonce) {
        try {
            return new DefaultDPoPProofFactory(JWK.parse(key), JWSAlgorithm.ES256)
                    .createDPoPJWT(request.getMethod().name(), request.getURI(), nonce);
        } catch (JOSEException | java.text.ParseException e) {
            throw new IllegalStateException("the key of a grant is no P-256 key", e);
        }
    }
}
