package org.trunkline.oauth.grants;

import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.JWTBearerGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.TokenTypeURI;
import com.nimbusds.oauth2.sdk.token.TypelessAccessToken;
import com.nimbusds.oauth2.sdk.tokenexchange.TokenExchangeGrant;
import org.trunkline.oauth.clients.Client;
import org.trunkline.oauth.clients.ClientProofs;
import org.trunkline.oauth.clients.ClientSource;
import org.trunkline.server.GrantSettings;

/** Asks for tokens that need no human. */
@ApplicationScoped
class UnattendedRequests {

    private static final String ID_JAG = "urn:ietf:params:oauth:token-type:id-jag";

    private final TokenEndpoint tokens;

    UnattendedRequests(TokenEndpoint tokens) {
        this.tokens = tokens;
    }

    /**
     * Asks once; no other way is tried after a refusal.
     *
     * @param subject the token to exchange; null for {@link GrantSettings#CLIENT_CREDENTIALS}
     * @throws IllegalArgumentException when {@code subject} is no token of the kind that it takes
     */
    TokenAnswer send(String kind, GrantSettings settings, GrantOrigin origin, String subject) {
        return switch (kind) {
            case GrantSettings.CLIENT_CREDENTIALS -> send(origin, new ClientCredentialsGrant(), Map.of());
            case GrantSettings.JWT_BEARER -> send(origin, assertion(subject), Map.of());
            case GrantSettings.ON_BEHALF_OF ->
                send(origin, assertion(subject), Map.of("requested_token_use", "on_behalf_of"));
            case GrantSettings.TOKEN_EXCHANGE -> send(origin, exchange(settings, subject, null, null), Map.of());
            case GrantSettings.ENTERPRISE_MANAGED -> enterprise(settings, origin, subject);
            default -> throw new IllegalArgumentException("no such grant: " + kind);
        };
    }

    /** MCP "Enterprise-Managed Authorization": first an assertion for the resource's authorization server, then its. */
    private TokenAnswer enterprise(GrantSettings settings, GrantOrigin origin, String subject) {
        URI provider = URI.create(settings.identityProviderTokenUrl());
        Client client = new Client(
                settings.identityProviderClientId(),
                settings.identityProviderClientSecret(),
                null,
                null,
                ClientSource.CONFIGURED);
        GrantOrigin there = new GrantOrigin(
                origin.serverUrl(),
                null,
                provider,
                null,
                null,
                client,
                origin.resource(),
                null,
                false,
                origin.requestedScope(),
                Map.of(),
                null);
        TokenAnswer asserted = send(there, exchange(settings, subject, ID_JAG, origin.issuer()), Map.of());
        return asserted instanceof TokenAnswer.Granted(var answer)
                ? send(origin, assertion(answer.getTokens().getAccessToken().getValue()), Map.of())
                : asserted;
    }

    private TokenAnswer send(GrantOrigin origin, AuthorizationGrant grant, Map<String, String> parameters) {
        return tokens.send(() -> request(origin, grant, parameters), origin.headers(), origin.dpopKey());
    }

    private static TokenRequest request(GrantOrigin origin, AuthorizationGrant grant, Map<String, String> parameters) {
        TokenRequest.Builder request = ClientProofs.of(origin.client(), origin.tokenEndpoint())
                .map(proof -> new TokenRequest.Builder(origin.tokenEndpoint(), proof, grant))
                .orElseGet(() -> new TokenRequest.Builder(
                        origin.tokenEndpoint(), new ClientID(origin.client().id()), grant));
        Optional.ofNullable(origin.resource()).map(URI::create).ifPresent(request::resource);
        Optional.ofNullable(origin.audience()).ifPresent(audience -> request.customParameter("audience", audience));
        Optional.ofNullable(origin.requestedScope()).map(Scope::parse).ifPresent(request::scope);
        parameters.forEach(request::customParameter);
        return request.build();
    }

    private static JWTBearerGrant assertion(String token) {
        try {
            return new JWTBearerGrant(SignedJWT.parse(token));
        } catch (ParseException e) {
            throw new IllegalArgumentException("The token to exchange is no signed JWT");
        }
    }

    private static TokenExchangeGrant exchange(
            GrantSettings settings, String subject, String requested, String audience) {
        boolean forIdentity = GrantSettings.ENTERPRISE_MANAGED.equals(settings.type());
        return new TokenExchangeGrant(
                new TypelessAccessToken(subject),
                settings.subjectTokenType() == null
                        ? forIdentity ? TokenTypeURI.ID_TOKEN : TokenTypeURI.ACCESS_TOKEN
                        : type(settings.subjectTokenType()),
                null,
                null,
                requested == null ? null : type(requested),
                audience == null ? null : List.of(new Audience(audience)));
    }

    private static TokenTypeURI type(String uri) {
        try {
            return TokenTypeURI.parse(uri);
        } catch (com.nimbusds.oauth2.sdk.ParseException e) {
            throw new IllegalArgumentException("no token type: " + uri);
        }
    }
}
