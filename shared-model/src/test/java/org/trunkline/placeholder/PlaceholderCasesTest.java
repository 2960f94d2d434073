package org.trunkline.placeholder;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.identity.Caller;
import org.trunkline.problem.ReauthenticationRequired;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.ServerSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The cases of placeholders.json and header_value_encoding.json. */
class PlaceholderCasesTest {

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final Map<String, String> ENVIRONMENT =
            JSON.convertValue(CaseFiles.document("placeholders").get("environment"), TEXTS);
    private static final Set<String> FIELDS_OF_RECORD = Set.of("id", "name", "username", "email", "role");

    /** LibreChat reads a text from a first {@code ${} to a last brace as one name, and leaves it as it is. */
    private static final Pattern SEVERAL = Pattern.compile("\"\\s*\\$\\{[^\"}]+}[^\"]*}\\s*\"");
    /** Set, and not kept back: must not be left in a result. */
    private static final Set<String> SET = Set.of("${MY_TOKEN}", "${BASE_HOST}");

    static Stream<CaseFiles.Case> sameAsLibreChat() {
        return CaseFiles.of("placeholders").filter(given -> !isDefect(given));
    }

    /**
     * Cases that record defects, which librechat.md J.11 and architecture.md ("values are inserted once, never
     * re-expanded") overrule: env-48 among them.
     */
    static Stream<CaseFiles.Case> defects() {
        return CaseFiles.of("placeholders").filter(PlaceholderCasesTest::isDefect);
    }

    private static boolean isDefect(CaseFiles.Case given) {
        boolean several = source(given.input()) == ServerSource.DECLARED
                && SEVERAL.matcher(given.input().path("options").toString()).find();
        // LibreChat looks for placeholders in the values that users supplied.
        return several || given.input().path("customUserVars").toString().contains("{{");
    }

    static Stream<CaseFiles.Case> headerValues() {
        return CaseFiles.of("header_value_encoding");
    }

    @ParameterizedTest
    @MethodSource("sameAsLibreChat")
    void expandsAsTheCase(CaseFiles.Case given) {
        if (given.expect().has("error")) {
            String message = assertThrows(ReauthenticationRequired.class, () -> expand(given.input()))
                    .getMessage();
            assertEquals(given.expect().at("/error/message").asText(), message);
        } else {
            assertEquals(withoutUnknown(given.expect().get("result")), expand(given.input()));
        }
    }

    @ParameterizedTest
    @MethodSource("defects")
    void expandsBetterThanTheCase(CaseFiles.Case given) {
        // when
        String result = expand(given.input()).toString();

        // then
        given.input()
                .path("customUserVars")
                .forEach(value -> assertTrue(result.contains(value.asText()), "inserted once: " + value));
        if (!given.input().toString().contains("${NESTED}")) {
            SET.forEach(variable -> assertFalse(result.contains(variable), "filled: " + variable));
        }
    }

    @ParameterizedTest
    @MethodSource("headerValues")
    void encodesAsTheCase(CaseFiles.Case given) {
        assertEquals(
                given.expect().get("result").asText(),
                HeaderValue.of(given.input().asText("")));
    }

    private static JsonNode expand(JsonNode input) {
        ObjectNode options = input.get("options").deepCopy();
        // LibreChat's callers hand over the values of declared variables only; here the declaration decides.
        input.path("customUserVars")
                .fieldNames()
                .forEachRemaining(name -> options.withObject("/customUserVars").putObject(name));
        PlaceholderValues values = new PlaceholderValues(
                source(input),
                caller(input.path("user")),
                JSON.convertValue(input.get("customUserVars"), TEXTS),
                JSON.convertValue(input.get("body"), TEXTS),
                ENVIRONMENT::get);
        ServerConfig expanded = new Placeholders(Clock.systemUTC()).expand(read(options), values);
        ObjectNode result = JSON.valueToTree(expanded);
        if (!input.get("options").has("customUserVars")) {
            result.remove("customUserVars");
        }
        return result;
    }

    /** A case's result has fields, like dbId, that belong to the store here. */
    private static JsonNode withoutUnknown(JsonNode config) {
        return JSON.valueToTree(read(config));
    }

    private static ServerConfig read(JsonNode config) {
        return JSON.convertValue(config, ServerConfig.class);
    }

    private static ServerSource source(JsonNode input) {
        boolean managed = input.has("dbSourced")
                ? input.get("dbSourced").asBoolean()
                : input.at("/options/dbId").isTextual();
        return managed ? ServerSource.MANAGED : ServerSource.DECLARED;
    }

    private static Caller caller(JsonNode user) {
        if (!user.isObject()) {
            return null;
        }
        Map<String, String> attributes = new HashMap<>();
        user.properties().forEach(field -> {
            if (!FIELDS_OF_RECORD.contains(field.getKey()) && field.getValue().isValueNode()) {
                attributes.put(
                        field.getKey().toLowerCase(Locale.ROOT),
                        field.getValue().asText(""));
            }
        });
        return new Caller(
                text(user, "id"),
                text(user, "name"),
                text(user, "username"),
                text(user, "email"),
                text(user, "role"),
                Set.of(),
                attributes,
                token(user),
                expiry(user.path("federatedTokens").path("expires_at")));
    }

    /** LibreChat's mark of an OpenID user is the provider or an OpenID subject. */
    private static String token(JsonNode user) {
        boolean openId = "openid".equals(user.path("provider").asText())
                || !user.path("openidId").asText("").isEmpty();
        return openId ? user.path("federatedTokens").path("access_token").asText("") : null;
    }

    private static Instant expiry(JsonNode seconds) {
        return seconds.isNumber() ? Instant.ofEpochSecond(seconds.asLong()) : null;
    }

    private static String text(JsonNode user, String field) {
        return user.has(field) ? user.get(field).asText("") : null;
    }
}
