package org.trunkline.oauth.discovery;

import java.net.URI;
import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.trunkline.server.OAuthSettings;

/**
 * What is known of an authorization server: its metadata (RFC 8414, OpenID Connect Discovery), or what a server's
 * configuration says instead. Lists are null when nothing was said.
 *
 * @param issuer as its metadata says and was checked to say (RFC 8414 section 3.3); null when it publishes none
 * @param authorizationEndpoint where the user's browser goes
 * @param tokenEndpoint where codes and refresh tokens are exchanged
 * @param registrationEndpoint for dynamic registration (RFC 7591); null when it has none
 * @param revocationEndpoint RFC 7009; null when it has none
 * @param scopes {@code scopes_supported}
 * @param grantTypes {@code grant_types_supported}
 * @param tokenAuthenticationMethods {@code token_endpoint_auth_methods_supported}
 * @param revocationAuthenticationMethods {@code revocation_endpoint_auth_methods_supported}
 * @param codeChallengeMethods {@code code_challenge_methods_supported} (RFC 7636)
 * @param issInCallback whether every answer to an authorization request names the issuer (RFC 9207)
 * @param clientIdMetadataDocuments whether a client's id may be the URL of its metadata
 * @param dpopAlgorithms {@code dpop_signing_alg_values_supported} (RFC 9449)
 */
@RegisterForReflection
public record AuthorizationServer(
        String issuer,
        URI authorizationEndpoint,
        URI tokenEndpoint,
        URI registrationEndpoint,
        URI revocationEndpoint,
        List<String> scopes,
        List<String> grantTypes,
        List<String> tokenAuthenticationMethods,
        List<String> revocationAuthenticationMethods,
        List<String> codeChallengeMethods,
        boolean issInCallback,
        boolean clientIdMetadataDocuments,
        List<String> dpopAlgorithms) {

    /** What credentials are kept by: the issuer, or the origin of the token endpoint where there is none. */
    public String name() {
        return issuer == null ? ServerUrl.of(tokenEndpoint.toString()).origin() : issuer;
    }

    /** One of which nothing is known but its endpoints. */
    static AuthorizationServer unknown(URI authorization, URI token, URI registration) {
        return new AuthorizationServer(
                null, authorization, token, registration, null, null, null, null, null, null, false, false, null);
    }

    /**
     * This one, where the user consents and codes are exchanged elsewhere. Who configures the endpoints chooses the
     * scopes too: all that are listed are not asked for.
     */
    AuthorizationServer withEndpoints(URI authorization, URI token) {
        return new AuthorizationServer(
                issuer,
                authorization,
                token,
                registrationEndpoint,
                revocationEndpoint,
                null,
                grantTypes,
                tokenAuthenticationMethods,
                revocationAuthenticationMethods,
                codeChallengeMethods,
                issInCallback,
                clientIdMetadataDocuments,
                dpopAlgorithms);
    }

    /** This one, with what the configuration knows better; null changes nothing. */
    AuthorizationServer withSettings(OAuthSettings settings) {
        if (settings == null) {
            return this;
        }
        String revocation = settings.revocationEndpoint();
        return new AuthorizationServer(
                issuer,
                authorizationEndpoint,
                tokenEndpoint,
                registrationEndpoint,
                revocation == null ? revocationEndpoint : URI.create(revocation),
                scopes,
                better(settings.grantTypesSupported(), grantTypes),
                better(settings.tokenEndpointAuthMethodsSupported(), tokenAuthenticationMethods),
                better(settings.revocationEndpointAuthMethodsSupported(), revocationAuthenticationMethods),
                better(settings.codeChallengeMethodsSupported(), codeChallengeMethods),
                issInCallback,
                clientIdMetadataDocuments,
                dpopAlgorithms);
    }

    private static List<String> better(List<String> configured, List<String> discovered) {
        return configured == null ? discovered : configured;
    }
}
