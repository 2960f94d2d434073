package org.trunkline.registry.form;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.cases.CaseFiles.Case;
import org.trunkline.problem.FieldIssue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

class OperatorFormTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode ENVIRONMENT =
            CaseFiles.document("admin_config_validation").path("environment");

    private final OperatorForm form =
            new OperatorForm(name -> ENVIRONMENT.path(name).asText(null));

    static Stream<Case> cases() {
        return CaseFiles.of("admin_config_validation");
    }

    /**
     * Two things differ on purpose. LibreChat replaces variables in some fields while it validates; here they stay
     * until the configuration is used, so the test replaces them. And where LibreChat throws for an unset variable, or
     * lets it stand in a URL, there is an issue (librechat.md, J.11).
     */
    @ParameterizedTest
    @MethodSource("cases")
    void readsAsLibreChatDoes(Case example) throws JsonProcessingException {
        Reading reading = form.read(example.input());

        if (hasUnsetVariable(reading)) {
            assertFalse(reading.valid());
        } else {
            Expectation.of(example).assertMet(new Reading(replaced(reading.config()), reading.issues()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                "{'timeout': '5'} # timeout: Expected number, received string",
                "{'timeout': 1.5} # timeout: Expected integer, received float",
                "{'sseReadTimeout': 0} # sseReadTimeout: Number must be greater than 0",
                "{'initTimeout': -1} # initTimeout: Number must be greater than or equal to 0",
                "{'startup': 1} # startup: Expected boolean, received number",
                "{'oauth_headers': {'a': 1}} # oauth_headers.a: Expected string, received number",
                "{'customUserVars': {'K': 5}} # customUserVars.K: Expected object, received number",
                "{'url': 'not a url'} # url: Invalid url",
                "{'url': 'https://x/${NOPE}'} # url: Environment variable NOPE is not set; set it, or write the value",
                "{'url': 'wss://x'} # url: SSE URL must not start with ws:// or wss://",
                "{'proxy': 'bad'} # proxy: Invalid url",
                "{'proxy': 'ftp://p'} # proxy: Proxy URL must use http://, https://, socks://, or socks5://",
                "{'oauth': {'grant': {}}} # oauth.grant.type: Required",
                "{'oauth': {'grant': {'type': 'client_credentials', 'private_key': 1}}}"
                        + " # oauth.grant.private_key: Expected string, received number",
                "{'oauth': {'client_secret': 's'}} # oauth.client_secret: OAuth client_secret requires client_id",
            })
    void saysWhatIsWrong(String change, String issue) throws JsonProcessingException {
        // given
        ObjectNode config = JSON.createObjectNode().put("type", "sse").put("url", "https://a.example");
        config.setAll((ObjectNode) JSON.readTree(change.replace('\'', '"')));

        // when
        List<FieldIssue> issues = form.read(config).issues();

        // then
        assertEquals(List.of(issue), issues.stream().map(FieldIssue::toString).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                "{'command': 5, 'args': []} # command: Expected string, received number",
                "{'command': 'x', 'args': ['a', 5]} # args.1: Expected string, received number",
                "{'command': 'x', 'args': [], 'env': {'A': 5}} # env.A: Expected string, received number",
                "{'command': 'x', 'args': [], 'stderr': -2} # stderr: Number must be greater than or equal to 0",
                "{'command': 'x', 'args': [], 'stderr': 'foo'}"
                        + " # stderr: Invalid enum value. Expected 'pipe' | 'ignore' | 'inherit', received 'foo'",
                "{'command': 'x', 'args': [], 'obo': {'scopes': 'a'}} # obo: Expected undefined, received object",
            })
    void saysWhatIsWrongWithAProcess(String config, String issue) throws JsonProcessingException {
        List<FieldIssue> issues =
                form.read(JSON.readTree(config.replace('\'', '"'))).issues();

        assertEquals(List.of(issue), issues.stream().map(FieldIssue::toString).toList());
    }

    @Test
    void judgesAUrlByWhatItsVariablesMakeIt() throws JsonProcessingException {
        JsonNode config = JSON.valueToTree(Map.of("type", "sse", "url", "${MY_URL}/${MY_TOKEN}"));

        Reading reading = form.read(config);

        assertEquals(List.of(), reading.issues());
        assertEquals("${MY_URL}/${MY_TOKEN}", reading.config().get("url").asText());
    }

    private static boolean hasUnsetVariable(Reading reading) {
        return reading.issues().stream().anyMatch(issue -> issue.message().startsWith("Environment variable"));
    }

    /** Variables replaced where LibreChat does it while it validates: URLs and the environment of a process. */
    private static ObjectNode replaced(ObjectNode config) {
        for (String field : List.of("url", "proxy")) {
            replace(config, field);
        }
        for (JsonNode block : List.of(config.path("env"), config.path("oauth"))) {
            block.properties().stream()
                    .filter(entry -> entry.getValue().isTextual())
                    .map(Map.Entry::getKey)
                    .filter(name -> block == config.path("env") || !name.startsWith("client"))
                    .toList()
                    .forEach(name -> replace((ObjectNode) block, name));
        }
        return config;
    }

    private static void replace(ObjectNode object, String field) {
        String text = object.path(field).asText();
        for (Map.Entry<String, JsonNode> variable : ENVIRONMENT.properties()) {
            if (text.contains("${" + variable.getKey() + "}")) {
                text = text.replace(
                                "${" + variable.getKey() + "}",
                                variable.getValue().asText())
                        .strip();
                object.put(field, text);
            }
        }
    }
}
