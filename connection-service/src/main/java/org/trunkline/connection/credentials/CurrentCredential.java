package org.trunkline.connection.credentials;

import java.net.URI;
import java.text.ParseException;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.oauth2.sdk.dpop.DPoPProofFactory;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import org.trunkline.connection.transports.RequestAuthorization;
import org.trunkline.credential.Credential;

/** The credential of one session: a refreshed token takes the place of the one before, and the session lives on. */
public final class CurrentCredential implements RequestAuthorization {

    private volatile Credential credential;
    private volatile Nonce nonce;

    /** @param credential that the session is opened with */
    public CurrentCredential(Credential credential) {
        this.credential = credential;
    }

    /** The one for a new session in place of this one's; the server's nonce stays good. */
    public CurrentCredential renewed(Credential other) {
        CurrentCredential renewed = new CurrentCredential(other);
        renewed.nonce = nonce;
        return renewed;
    }

    /** Whether a session that was opened with this one can go on with another: the user's values are the same. */
    public boolean fits(Credential other) {
        return credential.userValues().equals(other.userValues());
    }

    /** Sends another from now on. */
    public void adopt(Credential other) {
        credential = other;
    }

    @Override
    public Map<String, String> headers(String method, String url) {
        Credential now = credential;
        if (now.accessToken() == null) {
            return Map.of();
        }
        return now.dpopKey() == null
                ? Map.of("Authorization", "Bearer " + now.accessToken())
                : Map.of("Authorization", "DPoP " + now.accessToken(), "DPoP", proof(now, method, url));
    }

    @Override
    public void nonce(String wanted) {
        nonce = new Nonce(wanted);
    }

    /** RFC 9449, section 4.2: for this request only, without the URL's query and fragment. */
    private String proof(Credential now, String method, String url) {
        try {
            URI target = URI.create(url.split("[?#]", 2)[0]);
            DPoPProofFactory proofs = new DefaultDPoPProofFactory(JWK.parse(now.dpopKey()), JWSAlgorithm.ES256);
            return proofs.createDPoPJWT(method, target, new DPoPAccessToken(now.accessToken()), nonce)
                    .serialize();
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("the possession of a token cannot be proved", e);
        }
    }
}
