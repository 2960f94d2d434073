package org.trunkline.placeholder;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.trunkline.identity.Caller;
import org.trunkline.problem.ReauthenticationRequired;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.ServerSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PlaceholdersTest {

    private static final Instant NOW = Instant.parse("2026-08-19T12:00:00Z");
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "A", "a1",
            "B", "b2",
            "PRICE", "$1\\2",
            "NESTED", "${A}{{PAT}}",
            "TRUNKLINE_SECRET_KEYS", "key",
            "MONGO_URI", "mongodb://u:p@db");

    private final Placeholders placeholders = new Placeholders(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void fillsSeveralPlaceholdersOfOneText() throws JsonProcessingException {
        assertEquals("a1-b2-${UNSET}-a1", url("${A}-${B}-${UNSET}-${A}"));
        assertEquals("a1-u1", url("${A}-{{LIBRECHAT_USER_ID}}"));
    }

    @Test
    void neverLooksAtAnInsertedValueAgain() throws JsonProcessingException {
        assertEquals("${A}{{PAT}}", url("${NESTED}"));
        assertEquals("{{LIBRECHAT_USER_ID}}${A}", url("{{SECOND}}"));
        assertEquals("$1\\2", url("${PRICE}"));
    }

    @Test
    void keepsOwnSecretsBack() throws JsonProcessingException {
        assertEquals("${MONGO_URI}${TRUNKLINE_SECRET_KEYS}", url("${MONGO_URI}${TRUNKLINE_SECRET_KEYS}"));
    }

    @Test
    void takesOnlyDeclaredVariablesAndNoReservedName() throws JsonProcessingException {
        assertEquals("p1", url("{{PAT}}"));
        assertEquals("{{UNDECLARED}}", url("{{UNDECLARED}}"));
        assertEquals("u1", url("{{LIBRECHAT_USER_ID}}"));
    }

    @Test
    void leavesOddBracesAlone() throws JsonProcessingException {
        for (String text : List.of("{{}}", "${}", "{{{{", "$A", "{{PAT}", "$ {A}", "{{ PAT }}")) {
            assertEquals(text, url(text));
        }
        assertEquals("{p1}", url("{{{PAT}}}"));
        assertEquals("$p1", url("${{PAT}}"));
    }

    @Test
    void isCaseSensitive() throws JsonProcessingException {
        assertEquals("{{LIBRECHAT_USER_id}}", url("{{LIBRECHAT_USER_id}}"));
        assertEquals("{{LIBRECHAT_USER_DePt}}", url("{{LIBRECHAT_USER_DePt}}"));
        assertEquals("sales", url("{{LIBRECHAT_USER_DEPT}}"));
    }

    @Test
    void encodesProfilesInHeadersOnly() throws JsonProcessingException {
        // given
        ServerConfig config = config("{'headers':{'A':'<{{LIBRECHAT_USER_NAME}}>'},"
                + "'oauth_headers':{'A':'{{LIBRECHAT_USER_NAME}}'},'requestHeaders':{'A':'{{LIBRECHAT_USER_NAME}}'},"
                + "'env':{'A':'{{LIBRECHAT_USER_NAME}}'},'args':['{{LIBRECHAT_USER_NAME}}']}");

        // when
        ServerConfig expanded = placeholders.expand(config, values(ServerSource.DECLARED));

        // then
        assertEquals("<b64:TWFyacSH>", expanded.headers().get("A"));
        assertEquals("b64:TWFyacSH", expanded.oauthHeaders().get("A"));
        assertEquals("b64:TWFyacSH", expanded.requestHeaders().get("A"));
        assertEquals("Marić", expanded.env().get("A"));
        assertEquals(List.of("Marić"), expanded.args());
    }

    @Test
    void neverFillsTheCommandAndFillsTheProxyFromTheEnvironmentOnly() throws JsonProcessingException {
        // given
        ServerConfig config = config(
                "{'command':'${A}','cwd':'${A}','proxy':'http://${A}/{{PAT}}/{{LIBRECHAT_USER_ID}}/{{LIBRECHAT_BODY_MESSAGEID}}'}");

        // when
        ServerConfig expanded = placeholders.expand(config, values(ServerSource.DECLARED));

        // then
        assertEquals("${A}", expanded.command());
        assertEquals("${A}", expanded.cwd());
        assertEquals("http://a1/{{PAT}}/{{LIBRECHAT_USER_ID}}/{{LIBRECHAT_BODY_MESSAGEID}}", expanded.proxy());
    }

    @Test
    void fillsAManagedServerWithItsOwnVariablesOnly() throws JsonProcessingException {
        // given
        ServerConfig config = config(
                "{'url':'${A}{{PAT}}{{LIBRECHAT_USER_ID}}{{LIBRECHAT_OPENID_TOKEN}}','proxy':'${A}',"
                        + "'oauth':{'scope':'${A}{{PAT}}'},'apiKey':{'source':'admin','authorization_type':'basic','key':'{{PAT}}'}}");

        // when
        ServerConfig expanded = placeholders.expand(config, values(ServerSource.MANAGED));

        // then
        assertEquals("${A}p1{{LIBRECHAT_USER_ID}}{{LIBRECHAT_OPENID_TOKEN}}", expanded.url());
        assertEquals("${A}", expanded.proxy());
        assertEquals("${A}p1", expanded.oauth().scope());
        assertEquals(Map.of("Authorization", "Basic p1"), expanded.headers());
    }

    @Test
    void sendsTheOperatorsKeyInPlaceOfAHeaderOfThatName() throws JsonProcessingException {
        // given
        ServerConfig config = config(
                "{'headers':{'authorization':'x','X':'y'},'apiKey':{'source':'admin','authorization_type':'bearer','key':'k'}}");

        // when
        ServerConfig expanded = placeholders.expand(config, values(ServerSource.DECLARED));

        // then
        assertEquals(Map.of("X", "y", "Authorization", "Bearer k"), expanded.headers());
    }

    @Test
    void fillsARequestsFieldsOnlyDuringARequest() throws JsonProcessingException {
        // given
        ServerConfig config = config("{'url':'{{LIBRECHAT_BODY_MESSAGEID}}|{{LIBRECHAT_BODY_CONVERSATIONID}}'}");
        PlaceholderValues values = values(ServerSource.DECLARED);

        // then
        assertEquals(
                "{{LIBRECHAT_BODY_MESSAGEID}}|{{LIBRECHAT_BODY_CONVERSATIONID}}",
                placeholders.expand(config, values).url());
        assertEquals(
                "m|",
                placeholders
                        .expand(config, values.during(Map.of("messageId", "m")))
                        .url());
    }

    @Test
    void fillsASharedSessionWithoutIdentity() throws JsonProcessingException {
        // when
        ServerConfig expanded = placeholders.expand(
                config("{'url':'{{LIBRECHAT_USER_ID}}{{LIBRECHAT_OPENID_TOKEN}}{{PAT}}'}"),
                PlaceholderValues.shared(ServerSource.DECLARED));

        // then
        assertEquals("{{LIBRECHAT_USER_ID}}{{LIBRECHAT_OPENID_TOKEN}}{{PAT}}", expanded.url());
    }

    @Test
    void refusesATokenThatEndsWithinHalfAMinute() throws JsonProcessingException {
        // given
        ServerConfig config = config("{'url':'{{LIBRECHAT_OPENID_TOKEN}}'}");

        // then
        ReauthenticationRequired problem =
                assertThrows(ReauthenticationRequired.class, () -> placeholders.expand(config, endingIn(30)));
        assertEquals(401, problem.status().getStatusCode());
        assertEquals(
                "urn:trunkline:problem:reauthentication-required",
                problem.body().get("type"));
        assertEquals("jwt", placeholders.expand(config, endingIn(31)).url());
    }

    @Test
    void givesAnIdTokenOnlyWhenThereIsOne() throws JsonProcessingException {
        // given
        ServerConfig config = config("{'url':'{{LIBRECHAT_OPENID_ID_TOKEN}}'}");
        Caller caller = new Caller("u1", null, null, null, "USER", Set.of(), Map.of("idtoken", "idt"), "jwt", null);

        // then
        assertEquals("{{LIBRECHAT_OPENID_ID_TOKEN}}", url("{{LIBRECHAT_OPENID_ID_TOKEN}}"));
        assertEquals(
                "idt",
                placeholders
                        .expand(config, PlaceholderValues.of(ServerSource.DECLARED, caller, Map.of()))
                        .url());
    }

    @Test
    void seesWhatIsLeftOver() {
        assertTrue(Placeholders.leftover("https://x/{{LIBRECHAT_USER_ID}}"));
        assertTrue(Placeholders.leftover("https://${HOST}/"));
        assertFalse(Placeholders.leftover("https://x/$a/{b}"));
        assertFalse(Placeholders.leftover(null));
    }

    @Test
    void endsQuicklyOnATextOfBraces() throws JsonProcessingException {
        String braces = "{{a".repeat(100_000) + "${b".repeat(100_000);
        assertEquals(braces, url(braces));
    }

    private String url(String url) throws JsonProcessingException {
        return placeholders
                .expand(config("{'url':'" + url.replace("\\", "\\\\") + "'}"), values(ServerSource.DECLARED))
                .url();
    }

    private static ServerConfig config(String json) throws JsonProcessingException {
        String declared = "{'customUserVars':{'PAT':{},'SECOND':{},'LIBRECHAT_USER_ID':{}},";
        return new ObjectMapper().readValue((declared + json.substring(1)).replace('\'', '"'), ServerConfig.class);
    }

    private static PlaceholderValues endingIn(int seconds) {
        return values(ServerSource.DECLARED, NOW.plusSeconds(seconds));
    }

    private static PlaceholderValues values(ServerSource source) {
        return values(source, NOW.plusSeconds(3600));
    }

    private static PlaceholderValues values(ServerSource source, Instant tokenExpiresAt) {
        Caller caller =
                new Caller("u1", "Marić", null, null, "USER", Set.of(), Map.of("dept", "sales"), "jwt", tokenExpiresAt);
        Map<String, String> supplied = Map.of(
                "PAT", "p1", "SECOND", "{{LIBRECHAT_USER_ID}}${A}", "UNDECLARED", "no", "LIBRECHAT_USER_ID", "forged");
        return new PlaceholderValues(source, caller, supplied, null, ENVIRONMENT::get);
    }
}
