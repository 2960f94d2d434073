package org.trunkline.oauth.grants;

import java.net.URI;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import org.trunkline.oauth.clients.ClientProofs;

/** Asks for new tokens with a refresh token (RFC 6749 section 6, RFC 8707 section 2.2). */
@ApplicationScoped
class RefreshRequests {

    private final TokenEndpoint tokens;

    RefreshRequests(TokenEndpoint tokens) {
        this.tokens = tokens;
    }

    /** Sends it, once more without a scope if the scope is what was refused. */
    TokenAnswer send(GrantOrigin origin, String refreshToken) {
        TokenAnswer answer = send(origin, refreshToken, origin.requestedScope());
        boolean again =
                answer instanceof TokenAnswer.Refused refused && refused.isOfScope() && origin.requestedScope() != null;
        return again ? send(origin, refreshToken, null) : answer;
    }

    private TokenAnswer send(GrantOrigin origin, String refreshToken, String scope) {
        return tokens.send(() -> request(origin, refreshToken, scope), origin.headers(), origin.dpopKey());
    }

    private static TokenRequest request(GrantOrigin origin, String refreshToken, String scope) {
        RefreshTokenGrant grant = new RefreshTokenGrant(new RefreshToken(refreshToken));
        TokenRequest.Builder request = ClientProofs.of(origin.client(), origin.tokenEndpoint())
                .map(proof -> new TokenRequest.Builder(origin.tokenEndpoint(), proof, grant))
                .orElseGet(() -> new TokenRequest.Builder(
                        origin.tokenEndpoint(), new ClientID(origin.client().id()), grant));
        if (origin.resource() != null) {
            request.resource(URI.create(origin.resource()));
        }
        if (origin.audience() != null && origin.forwardAudience()) {
            request.customParameter("audience", origin.audience());
        }
        Optional.ofNullable(scope).map(Scope::parse).ifPresent(request::scope);
        return request.build();
    }
}
