package org.trunkline.oauth.authorization;

import java.util.Optional;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.token.BearerTokenError;
import com.nimbusds.oauth2.sdk.token.DPoPTokenError;
import com.nimbusds.oauth2.sdk.token.TokenSchemeError;
import org.trunkline.credential.Challenge;

/**
 * What an MCP server's refusal asks for (RFC 6750, section 3; RFC 9449, section 7.1).
 *
 * @param scope the scopes that the token lacks, in the challenge's order, empty when it names none
 * @param reason in words, for the user
 */
record Refusal(boolean wantsScopes, String scope, String reason) {

    static Refusal of(Challenge challenge) {
        return challenge.authenticate() == null || challenge.status() != 403
                ? new Refusal(false, "", null)
                : challenge.authenticate().stream()
                        .flatMap(header -> parsed(header).stream())
                        .filter(error ->
                                BearerTokenError.INSUFFICIENT_SCOPE.getCode().equals(error.getCode()))
                        .findFirst()
                        .map(Refusal::ofScopes)
                        .orElseGet(() -> new Refusal(false, "", null));
    }

    private static Refusal ofScopes(TokenSchemeError error) {
        Scope scope = error.getScope();
        String wanted = scope == null ? "" : scope.toString();
        return new Refusal(true, wanted, "The server wants more rights: " + (wanted.isEmpty() ? "any" : wanted));
    }

    /** A header may carry challenges of other schemes too; what is not ours is no error. */
    private static Optional<TokenSchemeError> parsed(String header) {
        try {
            return Optional.of(
                    header.regionMatches(true, 0, "DPoP", 0, 4)
                            ? DPoPTokenError.parse(header)
                            : BearerTokenError.parse(header));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }
}
