package org.trunkline.local.identity;

import java.net.URI;
import java.util.List;
import java.util.Map;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.PlainClientSecret;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.Tokens;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * The token endpoint: a service gets a token for itself (client credentials, by HTTP Basic or in the form). The form's
 * {@code audience} says whom the token is for; without one it is for the other services.
 */
final class TokenEndpoint {

    private final URI address;
    private final TokenMint mint;
    private final Map<String, Secret> clients;

    TokenEndpoint(URI address, TokenMint mint, Map<String, Secret> clients) {
        this.address = address;
        this.mint = mint;
        this.clients = clients;
    }

    void handle(RoutingContext context) {
        HTTPResponse answer = answer(context).toHTTPResponse();
        context.response()
                .setStatusCode(answer.getStatusCode())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(answer.getBody());
    }

    private TokenResponse answer(RoutingContext context) {
        try {
            return answer(TokenRequest.parse(message(context)));
        } catch (ParseException e) {
            ErrorObject error = e.getErrorObject();
            return new TokenErrorResponse(error == null ? OAuth2Error.INVALID_REQUEST : error);
        }
    }

    private TokenResponse answer(TokenRequest request) {
        if (!authentic(request.getClientAuthentication())) {
            return new TokenErrorResponse(OAuth2Error.INVALID_CLIENT);
        }
        if (!GrantType.CLIENT_CREDENTIALS.equals(request.getAuthorizationGrant().getType())) {
            return new TokenErrorResponse(OAuth2Error.UNSUPPORTED_GRANT_TYPE);
        }
        List<String> audience = request.getCustomParameter("audience");
        String token = mint.serviceToken(
                request.getClientAuthentication().getClientID().getValue(),
                audience == null ? TokenMint.SERVICE_AUDIENCE : audience.getFirst(),
                claims -> {});
        return new AccessTokenResponse(
                new Tokens(new BearerAccessToken(token, TokenMint.SERVICE_LIFE.toSeconds(), null), null));
    }

    /** Compares in constant time, as {@link Secret#equals} does. */
    private boolean authentic(ClientAuthentication authentication) {
        return authentication instanceof PlainClientSecret given
                && given.getClientSecret()
                        .equals(clients.get(given.getClientID().getValue()));
    }

    private HTTPRequest message(RoutingContext context) throws ParseException {
        HTTPRequest message = new HTTPRequest(HTTPRequest.Method.POST, address);
        String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            message.setAuthorization(authorization);
        }
        message.setEntityContentType(ContentType.APPLICATION_URLENCODED);
        message.setBody(context.body().asString());
        return message;
    }
}
