package org.trunkline.oauth.discovery;

import java.net.URI;
import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What is known of an authorization server: its metadata (RFC 8414, OpenID Connect Discovery), or what a server's
 * configuration says instead. Lists are null when nothing was said.
 *
 * @param issuer null when it has no metadata and no name of its own
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
        List<String> dpopAlgorithms) {}
