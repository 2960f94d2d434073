package org.trunkline.placeholder;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

import org.trunkline.identity.Caller;
import org.trunkline.problem.ReauthenticationRequired;
import org.trunkline.server.SessionScope;

/**
 * The values of the placeholders that LibreChat names {@code LIBRECHAT_USER_*}, {@code LIBRECHAT_OPENID_*} and
 * {@code LIBRECHAT_BODY_*}. Names are case-sensitive; null stands for a placeholder that stays as it is.
 */
record IdentityValues(Caller caller, Map<String, String> body, Clock clock) {

    private static final String USER = "LIBRECHAT_USER_";
    private static final String OPENID = "LIBRECHAT_OPENID_";
    private static final String BODY = "LIBRECHAT_BODY_";
    /** A token that ends sooner than this may have ended when it arrives. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    /** The value of a placeholder, as a header carries it when {@code header} is true. */
    String value(String name, boolean header) {
        if (name.startsWith(BODY)) {
            return ofBody(name.substring(BODY.length()));
        }
        if (caller == null) {
            return null;
        }
        if (name.startsWith(USER)) {
            return ofUser(name.substring(USER.length()), header);
        }
        return name.startsWith(OPENID) ? ofOpenId(name.substring(OPENID.length())) : null;
    }

    private String ofBody(String field) {
        String key = SessionScope.BODY_FIELDS.get(field);
        if (body == null || key == null) {
            return null;
        }
        String value = body.get(key);
        return value == null ? "" : value;
    }

    private String ofUser(String field, boolean header) {
        return switch (field) {
            case "ID" -> caller.id() == null || caller.id().isEmpty() ? null : caller.id();
            case "NAME" -> profile(caller.name(), header);
            case "USERNAME" -> profile(caller.username(), header);
            case "EMAIL" -> profile(caller.email(), header);
            case "ROLE" -> caller.role();
            default -> isUpperCase(field) ? attribute(field.toLowerCase(Locale.ROOT)) : null;
        };
    }

    private static String profile(String value, boolean header) {
        return value == null || !header ? value : HeaderValue.of(value);
    }

    private static boolean isUpperCase(String field) {
        return field.equals(field.toUpperCase(Locale.ROOT));
    }

    private String attribute(String field) {
        return caller.attributes().get(field);
    }

    /** A caller without a token is not an OpenID user; one with an empty token has lost it. */
    private String ofOpenId(String field) {
        if (caller.token() == null) {
            return null;
        }
        return switch (field) {
            case "ACCESS_TOKEN", "TOKEN" -> live(field, caller.token());
            case "ID_TOKEN" -> attribute("idtoken") == null ? null : live(field, attribute("idtoken"));
            default -> isLive() ? ofToken(field) : null;
        };
    }

    private String ofToken(String field) {
        return switch (field) {
            case "USER_ID" -> firstFilled(attribute("openidid"), caller.id());
            case "USER_EMAIL" -> firstFilled(caller.email());
            case "USER_NAME" -> firstFilled(caller.name(), caller.username());
            case "EXPIRES_AT" -> expiry();
            default -> null;
        };
    }

    private String expiry() {
        return caller.tokenExpiresAt() == null
                ? ""
                : Long.toString(caller.tokenExpiresAt().getEpochSecond());
    }

    private static String firstFilled(String... values) {
        for (String value : values) {
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    private String live(String field, String token) {
        if (!isLive()) {
            throw new ReauthenticationRequired("{{" + OPENID + field + "}}");
        }
        return token;
    }

    private boolean isLive() {
        return !caller.token().isEmpty()
                && (caller.tokenExpiresAt() == null
                        || clock.instant().plus(MARGIN).isBefore(caller.tokenExpiresAt()));
    }
}
