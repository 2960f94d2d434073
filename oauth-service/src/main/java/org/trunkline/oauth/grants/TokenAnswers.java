package org.trunkline.oauth.grants;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import net.minidev.json.JSONObject;

/**
 * Reads what token endpoints say, in forms that are in use beside the standard's: an error with status 200, a form in
 * place of JSON, tokens without their type.
 */
final class TokenAnswers {

    private static final int LONGEST_TEXT = 500;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private TokenAnswers() {}

    static TokenAnswer read(HTTPResponse response) {
        int status = response.getStatusCode();
        JSONObject body = body(response);
        if (status == 429 || status == 408 || status >= 500) {
            return new TokenAnswer.Failed("The authorization server answers with HTTP " + status, wait(response));
        }
        if (status == 200 && body.containsKey("access_token")) {
            return tokens(body);
        }
        if (status >= 400 || body.containsKey("error")) {
            return new TokenAnswer.Refused(status, text(body, "error"), shortened(response.getBody()));
        }
        return new TokenAnswer.Failed("The authorization server answers with HTTP " + status + " and no token", null);
    }

    static boolean wantsNonce(HTTPResponse response) {
        return "use_dpop_nonce".equals(text(body(response), "error"));
    }

    private static TokenAnswer tokens(JSONObject body) {
        body.putIfAbsent("token_type", "Bearer");
        try {
            return new TokenAnswer.Granted(AccessTokenResponse.parse(body));
        } catch (ParseException e) {
            return new TokenAnswer.Failed("The authorization server's tokens are not understood", null);
        }
    }

    private static JSONObject body(HTTPResponse response) {
        String body = response.getBody();
        if (body == null || body.isBlank()) {
            return new JSONObject();
        }
        try {
            return JSONObjectUtils.parse(body);
        } catch (ParseException e) {
            return form(body);
        }
    }

    private static JSONObject form(String body) {
        JSONObject fields = new JSONObject();
        Map<String, List<String>> parameters = URLUtils.parseParameters(body);
        parameters.forEach((name, values) -> fields.put(name, values.getFirst()));
        return fields;
    }

    /** RFC 9110 section 10.2.3: seconds or a date. */
    private static Duration wait(HTTPResponse response) {
        String value = response.getHeaderValue("Retry-After");
        if (value == null) {
            return null;
        }
        try {
            Duration asked = value.strip().matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value.strip()))
                    : Duration.between(
                            Instant.now(),
                            ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return asked.isNegative() ? Duration.ZERO : asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static String text(JSONObject body, String name) {
        return body.get(name) instanceof String text ? text : null;
    }

    private static String shortened(String body) {
        return body == null || body.length() <= LONGEST_TEXT ? String.valueOf(body) : body.substring(0, LONGEST_TEXT);
    }
}
