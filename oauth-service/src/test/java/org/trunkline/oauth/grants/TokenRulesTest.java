package org.trunkline.oauth.grants;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.cases.CaseFiles.Case;
import org.trunkline.oauth.grants.TokenAnswer.Failed;
import org.trunkline.oauth.grants.TokenAnswer.Granted;
import org.trunkline.oauth.grants.TokenAnswer.Refused;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

/** What answers of token endpoints mean. */
class TokenRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    static Stream<Case> rejections() {
        return cases("clientRejected");
    }

    static Stream<Case> scopes() {
        return cases("retryRefreshWithoutScope");
    }

    static Stream<Case> times() {
        return cases("normalizeExpiresAt");
    }

    private static Stream<Case> cases(String function) {
        return CaseFiles.of("oauth_rules")
                .filter(each -> each.input().path("fn").asText().equals(function));
    }

    @ParameterizedTest
    @MethodSource("rejections")
    void tellsARefusedClient(Case rule) {
        Refused refused = new Refused(400, null, rule.input().path("message").asText());

        assertEquals(rule.expect().path("invalidClient").asBoolean(), refused.isOfClient());
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void triesAgainWithoutARefusedScope(Case rule) {
        int status = rule.input().path("status").asInt();
        HTTPResponse response = new HTTPResponse(status);
        response.setBody(rule.input().path("body").asText());

        boolean again = TokenAnswers.read(response) instanceof Refused refused && refused.isOfScope();

        assertEquals(rule.expect().path("result").asBoolean(), again);
    }

    @ParameterizedTest
    @MethodSource("times")
    void readsTimesInSecondsAndMilliseconds(Case rule) {
        assertEquals(
                rule.expect().asLong(),
                TokenExpiry.instant(rule.input().path("value").asLong()).toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource({
        "'\"expires_at\":1795200000,\"expires_in\":60', 2026-11-20T18:40:00Z",
        "'\"expires_at\":\"1795200000\"', 2026-11-20T18:40:00Z",
        "'\"expires_in\":60', 2026-11-20T12:01:00Z",
        "'\"expires_in\":\"60\"', 2026-11-20T12:01:00Z",
        "'\"scope\":\"a\"', "
    })
    void takesTheEndFromTheAnswer(String members, Instant end) throws ParseException {
        Granted granted = granted("{\"access_token\":\"opaque\"," + members + "}");

        assertEquals(end, TokenExpiry.of(granted.tokens(), NOW));
    }

    @Test
    void takesTheEndFromTheTokenItself() {
        String token = "eyJhbGciOiJub25lIn0.eyJleHAiOjE3OTUyMDAwMDB9.";

        assertEquals(
                Instant.ofEpochSecond(1795200000),
                TokenExpiry.of(granted("{\"access_token\":\"" + token + "\"}").tokens(), NOW));
        assertNull(TokenExpiry.of(granted("{\"access_token\":\"a.b.c\"}").tokens(), NOW));
    }

    @Test
    void readsAForm() {
        Granted granted = granted("access_token=AT&token_type=bearer&scope=repo");

        assertEquals("AT", granted.tokens().getTokens().getAccessToken().getValue());
    }

    @Test
    void takesAnErrorForOneWhateverItsStatus() {
        Refused refused = assertInstanceOf(Refused.class, read(200, "error=invalid_grant&error_description=gone"));

        assertEquals("invalid_grant", refused.error());
        assertFalse(refused.toString().contains("gone"));
    }

    @ParameterizedTest
    @CsvSource({"429, 7, 7", "503, 100000, 3600", "500, soon, ", "502, 'Fri, 20 Nov 2020 12:00:00 GMT', 0"})
    void waitsAsLongAsItIsAsked(int status, String header, Long seconds) {
        HTTPResponse response = new HTTPResponse(status);
        response.setHeader("Retry-After", header);

        Failed failed = assertInstanceOf(Failed.class, TokenAnswers.read(response));

        assertEquals(seconds == null ? null : Duration.ofSeconds(seconds), failed.retryAfter());
    }

    @Test
    void anAnswerWithoutSenseEndsNothing() {
        assertInstanceOf(Failed.class, read(200, "<html>Sorry</html>"));
        assertInstanceOf(Failed.class, read(302, ""));
    }

    private static Granted granted(String body) {
        return assertInstanceOf(Granted.class, read(200, body));
    }

    private static TokenAnswer read(int status, String body) {
        HTTPResponse response = new HTTPResponse(status);
        response.setBody(body);
        return TokenAnswers.read(response);
    }
}
