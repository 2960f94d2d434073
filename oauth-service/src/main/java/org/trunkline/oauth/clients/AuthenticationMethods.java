package org.trunkline.oauth.clients;

import java.util.List;

import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;

/** How a client proves itself at the token endpoint: LibreChat's rules, measured (librechat.md, D.3). */
final class AuthenticationMethods {

    static final String BASIC = ClientAuthenticationMethod.CLIENT_SECRET_BASIC.getValue();
    private static final String POST = ClientAuthenticationMethod.CLIENT_SECRET_POST.getValue();
    static final String KEY = ClientAuthenticationMethod.PRIVATE_KEY_JWT.getValue();
    private static final String NONE = ClientAuthenticationMethod.NONE.getValue();

    private AuthenticationMethods() {}

    /**
     * The method to register for: that of a key only when there is no other; null when nobody prefers any.
     *
     * @param advertised by the authorization server, in its order; null when it says nothing
     * @param exchange {@code token_exchange_method} of the server's configuration, which wins; may be null
     */
    static String toRegister(List<String> advertised, String exchange) {
        String forced = forced(exchange);
        if (forced != null || advertised == null) {
            return forced;
        }
        return advertised.stream()
                .filter(List.of(BASIC, POST, NONE)::contains)
                .findFirst()
                .orElse(advertised.contains(KEY) ? KEY : null);
    }

    /**
     * The method of a client that has a secret; null when nobody prefers any.
     *
     * @param advertised by the authorization server; null when it says nothing
     * @param exchange {@code token_exchange_method} of the server's configuration, which wins; may be null
     * @param registered the method that the client is registered with; null when that is not known
     */
    static String withSecret(List<String> advertised, String exchange, String registered) {
        String forced = forced(exchange);
        if (forced != null || registered != null) {
            return forced == null ? registered : forced;
        }
        List<String> known = advertised == null ? List.of() : advertised;
        return List.of(BASIC, POST).stream().filter(known::contains).findFirst().orElse(null);
    }

    /** The method of a client: {@link #withSecret}, and what RFC 6749 section 2.3.1 says where that has no answer. */
    static String of(String secret, List<String> advertised, String exchange, String registered) {
        if (secret == null) {
            return KEY.equals(registered) ? KEY : NONE;
        }
        String method = withSecret(advertised, exchange, registered);
        return method == null ? BASIC : method;
    }

    /** Whether an administrator may enter that method; null: none in particular. */
    static boolean canBeEntered(String method) {
        return method == null || List.of(BASIC, POST, NONE, KEY).contains(method);
    }

    private static String forced(String exchange) {
        return switch (exchange) {
            case "default_post" -> POST;
            case "basic_auth_header" -> BASIC;
            case null, default -> null;
        };
    }
}
