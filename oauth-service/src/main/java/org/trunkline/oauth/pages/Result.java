package org.trunkline.oauth.pages;

import java.util.Locale;
import java.util.regex.Pattern;

import io.quarkus.qute.TemplateData;

/**
 * What a page shows. Everything in it may come from a stranger's query, and the template escapes it.
 *
 * @param nonce what the page's own style and script are known by
 * @param logo null: none
 * @param server its name; null on an error
 * @param explanation which text explains an error; null on success
 * @param code of an error; null when it is not one that could be looked up
 * @param closeAfter milliseconds after which a popup closes itself: time to read
 */
@TemplateData
record Result(
        boolean good,
        String language,
        String nonce,
        String brand,
        String logo,
        String colour,
        String server,
        String explanation,
        String code,
        int closeAfter) {

    private static final int LONGEST = 100;
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final int GLANCE = 2_000;
    private static final int READING = 20_000;

    static Result success(Look look, String server) {
        String name = server == null ? "" : server.substring(0, Math.min(server.length(), LONGEST));
        return new Result(
                true,
                look.language(),
                look.nonce(),
                look.brand(),
                look.logo(),
                look.colour(),
                name,
                null,
                null,
                GLANCE);
    }

    static Result error(Look look, String error) {
        String code = error != null && CODE.matcher(error).matches() ? error : null;
        return new Result(
                false,
                look.language(),
                look.nonce(),
                look.brand(),
                look.logo(),
                look.colour(),
                null,
                explanation(code),
                code,
                READING);
    }

    private static String explanation(String code) {
        return switch (code) {
            case "access_denied" -> "denied";
            case "invalid_state", "missing_state", "missing_code" -> "ended";
            case "csrf_validation_failed" -> "foreign";
            case "sign_in_required" -> "unknownUser";
            case null, default -> "failed";
        };
    }

    /** What is the same on both pages. */
    record Look(Locale locale, String nonce, String brand, String logo, String colour) {

        String language() {
            return locale.getLanguage();
        }
    }
}
