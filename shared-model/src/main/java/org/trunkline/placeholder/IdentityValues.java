package org.trunkline.placeholder;

import java.time.Clock;
import java.util.Locale;
import java.util.Map;

import org.trunkline.identity.Caller;
import org.trunkline.server.SessionScope;

/**
 * The values of the placeholders that LibreChat names {@code LIBRECHAT_USER_*}, {@code LIBRECHAT_OPENID_*} and
 * {@code LIBRECHAT_BODY_*}. Names are case-sensitive; null stands for a placeholder that stays as it is.
 */
record IdentityValues(Caller caller, Map<String, String> body, Clock clock) {

    private static final String USER = "LIBRECHAT_USER_";
    private static final String BODY = "LIBRECHAT_BODY_";

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
        return name.startsWith(OpenIdValues.PREFIX) ? new OpenIdValues(caller, clock).value(name) : null;
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
            default -> isUpperCase(field) ? caller.attributes().get(field.toLowerCase(Locale.ROOT)) : null;
        };
    }

    private static String profile(String value, boolean header) {
        return value == null || !header ? value : HeaderValue.of(value);
    }

    private static boolean isUpperCase(String field) {
        return field.equals(field.toUpperCase(Locale.ROOT));
    }
}
