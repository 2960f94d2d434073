package org.trunkline.oauth.flows;

import java.util.List;

import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import org.trunkline.oauth.discovery.AuthorizationServer;
import org.trunkline.oauth.discovery.Unusable;
import org.trunkline.server.OAuthSettings;

/** Refuses authorization servers that do not protect codes (MCP 2025-11-25, "Authorization Code Protection"). */
final class CodeChallenges {

    private CodeChallenges() {}

    /**
     * Passes one that lists S256, one that publishes no metadata, so that nothing can be said, and any whose
     * configuration vouches for it; one with configured endpoints need not list methods at all.
     *
     * @param settings null: none
     * @throws Unusable otherwise
     */
    static void check(AuthorizationServer server, OAuthSettings settings) {
        List<String> methods = server.codeChallengeMethods();
        boolean vouched = settings != null && Boolean.TRUE.equals(settings.skipCodeChallengeCheck());
        boolean unsaid = methods == null && (server.issuer() == null || hasEndpoints(settings));
        if (!vouched && !unsaid && (methods == null || !methods.contains(CodeChallengeMethod.S256.getValue()))) {
            throw new Unusable("The authorization server " + server.name()
                    + " does not say that it supports PKCE with S256 (code_challenge_methods_supported)."
                    + " If it does, set oauth.skip_code_challenge_check to true");
        }
    }

    private static boolean hasEndpoints(OAuthSettings settings) {
        return settings != null && settings.authorizationUrl() != null && settings.tokenUrl() != null;
    }
}
