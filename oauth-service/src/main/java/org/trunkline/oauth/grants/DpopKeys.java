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
import org.trunkline.oauth.discovery.Protection;

/** The keys that tokens are bound to (RFC 9449): one for each grant, P-256. */
public final class DpopKeys {

    private DpopKeys() {}

    /**
     * A new key, where the MCP server wants tokens that are bound to one. Many an authorization server could bind them
     * for MCP servers that know bearer tokens only.
     *
     * @return the private JWK as JSON; null when the MCP server takes bearer tokens, or the authorization server no
     *     proof that such a key can make
     */
    public static String of(Protection protection) {
        Collection<String> algorithms = protection.server().dpopAlgorithms();
        if (!protection.dpop() || algorithms == null || !algorithms.contains(JWSAlgorithm.ES256.getName())) {
            return null;
        }
        return fresh();
    }

    static String fresh() {
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
