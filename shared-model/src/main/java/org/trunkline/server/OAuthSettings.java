package org.trunkline.server;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The {@code oauth} block of a server: what the operator or user knows better than discovery. Every field may be null.
 * Holds the client secret: {@link #toString()} does not show it.
 *
 * @param redirectUri accepted for compatibility; the callback is always Trunkline's own
 * @param tokenExchangeMethod {@code default_post} or {@code basic_auth_header}
 * @param skipCodeChallengeCheck true: an authorization server that does not list S256 is used all the same
 * @param issuer the authorization server to use, of those that the MCP server names; null: the first that can be used
 * @param grant how tokens are got without the users; null: each user signs in (declared servers only)
 * @param sendResourceParameter false: no {@code resource} (RFC 8707) on authorize and token requests
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record OAuthSettings(
        String authorizationUrl,
        String tokenUrl,
        String clientId,
        String clientSecret,
        String scope,
        String redirectUri,
        String tokenExchangeMethod,
        List<String> grantTypesSupported,
        List<String> tokenEndpointAuthMethodsSupported,
        List<String> responseTypesSupported,
        List<String> codeChallengeMethodsSupported,
        Boolean skipCodeChallengeCheck,
        String audience,
        Boolean forwardAudienceOnRefresh,
        Boolean sendResourceParameter,
        String revocationEndpoint,
        List<String> revocationEndpointAuthMethodsSupported,
        String issuer,
        GrantSettings grant) {

    /** These settings with each text changed; lists stay as they are. */
    public OAuthSettings mapTexts(UnaryOperator<String> change) {
        UnaryOperator<String> each = text -> text == null ? null : change.apply(text);
        return new OAuthSettings(
                each.apply(authorizationUrl),
                each.apply(tokenUrl),
                each.apply(clientId),
                each.apply(clientSecret),
                each.apply(scope),
                each.apply(redirectUri),
                each.apply(tokenExchangeMethod),
                grantTypesSupported,
                tokenEndpointAuthMethodsSupported,
                responseTypesSupported,
                codeChallengeMethodsSupported,
                skipCodeChallengeCheck,
                each.apply(audience),
                forwardAudienceOnRefresh,
                sendResourceParameter,
                each.apply(revocationEndpoint),
                revocationEndpointAuthMethodsSupported,
                each.apply(issuer),
                grant == null ? null : grant.mapTexts(each));
    }

    /** All texts, those in lists too. */
    Stream<String> texts() {
        Stream<String> single = Stream.of(
                authorizationUrl,
                tokenUrl,
                clientId,
                clientSecret,
                scope,
                redirectUri,
                tokenExchangeMethod,
                audience,
                revocationEndpoint,
                issuer);
        Stream<String> listed = Stream.of(
                        grantTypesSupported,
                        tokenEndpointAuthMethodsSupported,
                        responseTypesSupported,
                        codeChallengeMethodsSupported,
                        revocationEndpointAuthMethodsSupported)
                .filter(Objects::nonNull)
                .flatMap(List::stream);
        Stream<String> ofGrant = grant == null ? Stream.of() : grant.texts();
        return Stream.of(single, listed, ofGrant).flatMap(texts -> texts).filter(Objects::nonNull);
    }

    @Override
    public String toString() {
        return "OAuthSettings[clientId=" + clientId + ", scope=" + scope + "]";
    }
}
