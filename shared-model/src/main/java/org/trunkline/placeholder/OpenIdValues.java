package org.trunkline.placeholder;

import java.time.Clock;
import java.time.Duration;

import org.trunkline.identity.Caller;
import org.trunkline.problem.ReauthenticationRequired;

/** The values of the placeholders {@code LIBRECHAT_OPENID_*}: the caller's token and what it says of the caller. */
record OpenIdValues(Caller caller, Clock clock) {

    static final String PREFIX = "LIBRECHAT_OPENID_";

    /** A token that ends sooner than this may have ended when it arrives. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    /**
     * The value of a placeholder. A caller without a token is not an OpenID user; one with an empty token has lost it.
     *
     * @throws ReauthenticationRequired when the token itself is meant and has ended
     */
    String value(String name) {
        if (caller.token() == null) {
            return null;
        }
        String field = name.substring(PREFIX.length());
        return switch (field) {
            case "ACCESS_TOKEN", "TOKEN" -> live(field, caller.token());
            case "ID_TOKEN" -> attribute("idtoken") == null ? null : live(field, attribute("idtoken"));
            default -> isLive() ? ofToken(field) : null;
        };
    }

    private String attribute(String field) {
        return caller.attributes().get(field);
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
            throw new ReauthenticationRequired("{{" + PREFIX + field + "}}");
        }
        return token;
    }

    private boolean isLive() {
        return !caller.token().isEmpty()
                && (caller.tokenExpiresAt() == null
                        || clock.instant().plus(MARGIN).isBefore(caller.tokenExpiresAt()));
    }
}
