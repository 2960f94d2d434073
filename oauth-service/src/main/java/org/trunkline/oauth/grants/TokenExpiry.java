package org.trunkline.oauth.grants;

import java.text.ParseException;
import java.time.Instant;
import java.util.Date;

import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;

/** When an access token ends: what the answer says, else what the token says of itself. */
final class TokenExpiry {

    /** Times before this number are seconds, others milliseconds. */
    private static final long SECONDS_BELOW = 10_000_000_000L;

    private TokenExpiry() {}

    /**
     * By {@code expires_at}, else {@code expires_in}, else the claim {@code exp} of a JWT.
     *
     * @return null when none of them is there
     */
    static Instant of(AccessTokenResponse tokens, Instant now) {
        Long expiresAt = number(tokens.getCustomParameters().get("expires_at"));
        if (expiresAt != null) {
            return instant(expiresAt);
        }
        long lifetime = tokens.getTokens().getAccessToken().getLifetime();
        return lifetime > 0
                ? now.plusSeconds(lifetime)
                : claimed(tokens.getTokens().getAccessToken().getValue());
    }

    /** A time in seconds or milliseconds since 1970. */
    static Instant instant(long value) {
        return value < SECONDS_BELOW ? Instant.ofEpochSecond(value) : Instant.ofEpochMilli(value);
    }

    private static Long number(Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        return value instanceof String text && text.matches("\\d{1,15}") ? Long.valueOf(text) : null;
    }

    private static Instant claimed(String token) {
        try {
            Date end = JWTParser.parse(token).getJWTClaimsSet().getExpirationTime();
            return end == null ? null : end.toInstant();
        } catch (ParseException | IllegalArgumentException | NullPointerException noJwt) {
            return null;
        }
    }
}
