package org.trunkline.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SessionScopeTest {

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static Stream<CaseFiles.Case> classify() {
        return cases("classify");
    }

    static Stream<CaseFiles.Case> missingUserVars() {
        return cases("missingUserVars");
    }

    private static Stream<CaseFiles.Case> cases(String function) {
        return CaseFiles.of("redaction_and_classification")
                .filter(given -> function.equals(given.input().get("fn").asText()));
    }

    @ParameterizedTest
    @MethodSource("classify")
    void classifiesAsTheCase(CaseFiles.Case given) throws JsonProcessingException {
        // given
        JsonNode config = given.input().get("config");
        ServerSource source = source(config);

        // when
        SessionScope scope = SessionScope.of(JSON.treeToValue(config, ServerConfig.class), source);

        // then
        assertEquals(
                given.expect(),
                JSON.createObjectNode()
                        .put("isOAuthServer", scope.oauth())
                        .put("needsUserConnection", scope.needsUser())
                        .put("requestScoped", scope.perRequest())
                        .put("canUseAppConnection", scope.shared())
                        .put("userSourced", source == ServerSource.MANAGED));
    }

    /** LibreChat's rule: the source when it is told, else a document's id means a user's. */
    private static ServerSource source(JsonNode config) {
        boolean managed = config.hasNonNull("source")
                ? "user".equals(config.get("source").asText())
                : !config.path("dbId").asText("").isEmpty();
        return managed ? ServerSource.MANAGED : ServerSource.DECLARED;
    }

    @ParameterizedTest
    @MethodSource("missingUserVars")
    void tellsMissingValuesAsTheCase(CaseFiles.Case given) {
        // given
        ServerConfig config = JSON.convertValue(
                JSON.createObjectNode().set("customUserVars", given.input().get("customUserVars")), ServerConfig.class);
        Map<String, String> supplied =
                JSON.convertValue(given.input().get("provided"), new TypeReference<Map<String, String>>() {});

        // when
        List<String> missing = config.missingUserValues(supplied);

        // then
        List<String> expected = new ArrayList<>();
        given.expect().forEach(name -> expected.add(name.asText()));
        assertEquals(expected, missing);
    }

    @Test
    void takesABlankValueForMissing() throws JsonProcessingException {
        // given
        ServerConfig config = config("{'customUserVars':{'A':{},'B':{},'C':{}}}");

        // then
        assertEquals(List.of("A", "C"), config.missingUserValues(Map.of("A", " \t", "B", "x")));
    }

    @Test
    void needsAUserForAKeyThatTheUserSupplies() throws JsonProcessingException {
        assertFalse(declared("{'apiKey':{'source':'user','authorization_type':'bearer'}}")
                .shared());
        assertTrue(declared("{'apiKey':{'source':'admin','authorization_type':'bearer','key':'k'}}")
                .shared());
    }

    @Test
    void sharesNoSessionWhoseHeadersAreResolvedForEachRequest() throws JsonProcessingException {
        // when
        SessionScope scope = declared("{'requestHeaders':{'X':'{{LIBRECHAT_BODY_MESSAGEID}}'}}");

        // then
        assertFalse(scope.shared());
        assertFalse(scope.perRequest());
    }

    @Test
    void readsPlaceholdersInEveryFilledField() throws JsonProcessingException {
        for (String config : List.of(
                "{'args':['{{LIBRECHAT_USER_ID}}']}",
                "{'env':{'A':'{{LIBRECHAT_GRAPH_ACCESS_TOKEN}}'}}",
                "{'oauth_headers':{'A':'{{LIBRECHAT_USER_ID}}'}}",
                "{'apiKey':{'source':'admin','authorization_type':'bearer','key':'{{LIBRECHAT_OPENID_TOKEN}}'}}",
                "{'requiresOAuth':false,'oauth':{'scope':'{{LIBRECHAT_USER_ID}}'}}",
                "{'requiresOAuth':false,'oauth':{'grant_types_supported':['{{LIBRECHAT_USER_ID}}']}}")) {
            assertTrue(declared(config).needsUser(), config);
        }
        assertFalse(declared("{'title':'{{LIBRECHAT_USER_ID}}'}").needsUser());
    }

    @Test
    void ignoresIdentityPlaceholdersOfManagedServers() throws JsonProcessingException {
        // given
        ServerConfig config = config("{'headers':{'A':'{{LIBRECHAT_BODY_MESSAGEID}}'}}");

        // when
        SessionScope scope = SessionScope.of(config, ServerSource.MANAGED);

        // then
        assertFalse(scope.needsUser());
        assertFalse(scope.perRequest());
        assertFalse(scope.shared());
    }

    @Test
    void namesTheFieldsThatARequestLacks() throws JsonProcessingException {
        // given
        SessionScope scope = declared(
                "{'url':'{{LIBRECHAT_BODY_CONVERSATIONID}}/{{LIBRECHAT_BODY_MESSAGEID}}/{{LIBRECHAT_BODY_MESSAGEID}}'}");

        // then
        assertEquals(List.of("conversationId", "messageId"), scope.missingBodyFields(null));
        assertEquals(List.of("messageId"), scope.missingBodyFields(Map.of("conversationId", "c", "messageId", " ")));
    }

    private static SessionScope declared(String config) throws JsonProcessingException {
        return SessionScope.of(config(config), ServerSource.DECLARED);
    }

    private static ServerConfig config(String json) throws JsonProcessingException {
        return JSON.readValue(json.replace('\'', '"'), ServerConfig.class);
    }
}
