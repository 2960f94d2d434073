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
import org.trunkline.connection.transports.RequestAuthorization;
import org.trunkline.credential.Credential;

/** The credential of one session: a refreshed token takes the place of the one before, and the session lives on. */
public final class CurrentCredential implements RequestAuthorization {

    private final Nonces nonces;
    private final String user;
    private final String server;
    private volatile Credential credential;

    /**
     * @param credential that the session is opened with
     * @param user whose it is, as the session belongs to them
     */
    public CurrentCredential(Credential credential, Nonces nonces, String user, String server) {
        this.credential = credential;
        this.nonces = nonces;
        this.user = user;
        this.server = server;
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
        nonces.give(user, server, wanted);
    }

    /** RFC 9449, section 4.2: for this request only, without the URL's query and fragment. */
    private String proof(Credential now, String method, String url) {
        try {
            URI target = URI.create(url.split("[?#]", 2)[0]);
            DPoPProofFactory proofs = new DefaultDPoPProofFactory(JWK.parse(now.dpopKey()), JWSAlgorithm.ES256);
            DPoPAccessToken token = new DPoPAccessToken(now.accessToken());
            return proofs.createDPoPJWT(method, target, token, nonces.last(user, server))
                    .serialize();
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("the possession of a token cannot be proved", e);
        }
    }
}
