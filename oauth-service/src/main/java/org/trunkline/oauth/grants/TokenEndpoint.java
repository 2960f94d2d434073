package org.trunkline.oauth.grants;

import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.openid.connect.sdk.Nonce;
import org.trunkline.problem.TargetNotAllowed;

/** Sends requests to token endpoints (RFC 6749 section 3.2), with proofs of possession where there is a key. */
@ApplicationScoped
public class TokenEndpoint {

    private final HTTPRequestSender http;

    TokenEndpoint(HTTPRequestSender http) {
        this.http = http;
    }

    /**
     * Sends one request, once more if the server wants its nonce in the proof (RFC 9449 section 8). Blocks.
     *
     * @param request makes it anew for each try: an assertion in it is good for one
     * @param headers sent beside the protocol's own
     * @param dpopKey the private JWK, as JSON, that the tokens shall be bound to; null for bearer tokens
     */
    public TokenAnswer send(Supplier<TokenRequest> request, Map<String, String> headers, String dpopKey) {
        try {
            HTTPResponse response = send(request.get(), headers, dpopKey, null);
            Nonce nonce = response.getDPoPNonce();
            if (dpopKey != null && nonce != null && TokenAnswers.wantsNonce(response)) {
                response = send(request.get(), headers, dpopKey, nonce);
            }
            return TokenAnswers.read(response);
        } catch (IOException e) {
            return new TokenAnswer.Failed("The authorization server does not answer", null);
        } catch (TargetNotAllowed e) {
            return new TokenAnswer.Failed("The authorization server may not be connected to", null);
        }
    }

    private HTTPResponse send(TokenRequest request, Map<String, String> headers, String dpopKey, Nonce nonce)
            throws IOException {
        HTTPRequest message = request.toHTTPRequest();
        message.setAccept("application/json");
        headers.forEach(message::setHeader);
        if (dpopKey != null) {
            message.setDPoP(DpopKeys.proof(dpopKey, message, nonce));
        }
        return message.send(http);
    }
}
