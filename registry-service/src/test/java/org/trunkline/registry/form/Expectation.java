package org.trunkline.registry.form;

import java.util.List;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.trunkline.cases.CaseFiles.Case;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a case about validation expects; where LibreChat changed in September 2026, the newer rule counts. */
public record Expectation(JsonNode expect) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NEWER = "expect_librechat_data_provider_0_8_524";

    public static Expectation of(Case example) {
        return new Expectation(example.whole().has(NEWER) ? example.whole().get(NEWER) : example.expect());
    }

    /** Not so for a case in which LibreChat throws instead of telling what is wrong. */
    public boolean valid() {
        return expect.path("valid").asBoolean();
    }

    /** {@code path: message}; empty when LibreChat throws. */
    public List<String> messages() {
        return StreamSupport.stream(expect.path("messages").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    void assertMet(Reading reading) throws JsonProcessingException {
        List<String> issues =
                reading.issues().stream().map(issue -> issue.toString()).toList();
        if (valid()) {
            assertEquals(List.of(), issues);
            assertEquals(expect.get("data"), JSON.readTree(reading.config().toString()));
        } else {
            assertFalse(issues.isEmpty(), "no issue was reported");
            assertTrue(messages().isEmpty() || messages().containsAll(issues), issues + " not all in " + messages());
        }
    }

    /**
     * Cases that the issue overrules: a client id and secret without endpoint URLs are taken, because discovery finds
     * them.
     */
    public static boolean isOverruled(Case example) {
        JsonNode oauth = example.input().path("oauth");
        return oauth.has("client_id")
                && oauth.has("client_secret")
                && !oauth.has("authorization_url")
                && !oauth.has("token_url");
    }
}
