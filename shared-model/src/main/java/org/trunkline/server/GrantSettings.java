package org.trunkline.server;

import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How tokens for a declared server are got without its users signing in at it: {@code oauth.grant}. Every field but
 * {@code type} may be null. Holds secrets: {@link #toString()} shows none.
 *
 * @param type one of {@link #types()}
 * @param privateKey of the client, PKCS#8 as PEM (EC P-256 or RSA): it proves itself by assertions (RFC 7523)
 * @param subjectToken what is exchanged for a token; null: the user's own token
 * @param subjectTokenType of RFC 8693 section 3; null: an ID token for {@code enterprise_managed}, else an access token
 * @param identityProviderTokenUrl where {@code enterprise_managed} exchanges the subject token first
 * @param identityProviderClientId Trunkline's client there
 * @param identityProviderClientSecret null for a public client
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record GrantSettings(
        String type,
        String privateKey,
        String subjectToken,
        String subjectTokenType,
        String identityProviderTokenUrl,
        String identityProviderClientId,
        String identityProviderClientSecret) {

    /** The token of the client itself (RFC 6749 section 4.4). */
    public static final String CLIENT_CREDENTIALS = "client_credentials";

    /** A JWT that the authorization server trusts, for instance of a workload (RFC 7523 section 2.1). */
    public static final String JWT_BEARER = "jwt_bearer";

    /** The user's token at this authorization server, in exchange for another of the user's (RFC 8693). */
    public static final String TOKEN_EXCHANGE = "token_exchange";

    /** The user's identity assertion of an enterprise's provider (MCP "Enterprise-Managed Authorization"). */
    public static final String ENTERPRISE_MANAGED = "enterprise_managed";

    /** The user's token, as Microsoft Entra ID takes it for the on-behalf-of flow. */
    public static final String ON_BEHALF_OF = "on_behalf_of";

    private static final String[] TYPES = {
        CLIENT_CREDENTIALS, JWT_BEARER, TOKEN_EXCHANGE, ENTERPRISE_MANAGED, ON_BEHALF_OF
    };

    /** The values of {@code type}. */
    public static String[] types() {
        return TYPES.clone();
    }

    /** These settings with each text changed. */
    GrantSettings mapTexts(UnaryOperator<String> change) {
        return new GrantSettings(
                type,
                change.apply(privateKey),
                change.apply(subjectToken),
                subjectTokenType,
                change.apply(identityProviderTokenUrl),
                change.apply(identityProviderClientId),
                change.apply(identityProviderClientSecret));
    }

    Stream<String> texts() {
        return Stream.of(
                        privateKey,
                        subjectToken,
                        identityProviderTokenUrl,
                        identityProviderClientId,
                        identityProviderClientSecret)
                .filter(Objects::nonNull);
    }

    @Override
    public String toString() {
        return "GrantSettings[" + type + "]";
    }
}
