package org.trunkline.registry.form;

import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.cases.CaseFiles.Case;
import org.trunkline.problem.FieldIssue;

import static org.junit.jupiter.api.Assertions.assertEquals;

class UserFormTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final UserForm form = new UserForm();

    static Stream<Case> cases() {
        return CaseFiles.of("user_input_validation").filter(example -> !Expectation.isOverruled(example));
    }

    @Test
    void takesAClientWhoseEndpointsAreToBeDiscovered() throws JsonProcessingException {
        JsonNode config =
                JSON.readTree("{'type':'http','url':'https://x.example','oauth':{'client_id':'c','client_secret':'s'}}"
                        .replace('\'', '"'));

        assertEquals(List.of(), form.read(config).issues());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsAsLibreChatDoes(Case example) throws JsonProcessingException {
        Reading reading = form.read(example.input());

        Expectation.of(example).assertMet(reading);
    }

    /** Measured by running LibreChat's library of September 2026. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                "{'description': 5} # description: Expected string, received number",
                "{'title': null} # title: Expected string, received null",
                "{'iconPath': []} # iconPath: Expected string, received array",
                "{'headers': []} # headers: Expected object, received array",
                "{'headers': {'A': 1}} # headers.A: Expected string, received number",
                "{'requestHeaders': {'A': {}}} # requestHeaders.A: Expected string, received object",
                "{'url': 'https://'} # url: Invalid url",
                "{'url': 'http://a:99999/'} # url: Invalid url",
                "{'url': ' https://x'} # url: Streamable HTTP URL must use http:// or https://",
                "{'type': 'sse', 'url': 'wss://a.example'} # url: SSE URL must use http:// or https://",
                "{'apiKey': 'k'} # apiKey: Expected object, received string",
                "{'apiKey': {'source': 5, 'authorization_type': 'bearer'}}"
                        + " # apiKey.source: Expected 'admin' | 'user', received number",
                "{'obo': {}} # obo.scopes: Required",
                "{'obo': {'scopes': ''}} # obo.scopes: String must contain at least 1 character(s)",
                "{'proxy': null} # proxy: Expected never, received null",
                "{'oauth': {'audience': 'a'}} # oauth.audience: Expected never, received string",
                "{'oauth': {'grant': {'type': 'client_credentials'}}} # oauth.grant: Expected never, received object",
                "{'oauth': {'scope': 5, 'client_secret': 's'}} # oauth.scope: Expected string, received number",
                "{'oauth': {'token_url': 'x'}} # oauth.token_url: Invalid url",
                "{'oauth': {'redirect_uri': 'https://x/${A}'}}"
                        + " # oauth.redirect_uri: Environment variable references are not allowed in URLs",
                "{'oauth': {'revocation_endpoint': 'https://x/?a=1&%61udience=2'}} # oauth.revocation_endpoint:"
                        + " OAuth endpoint URLs cannot include audience or resource query parameters",
                "{'oauth': {'grant_types_supported': ['a', 5]}}"
                        + " # oauth.grant_types_supported.1: Expected string, received number",
                "{'oauth': {'skip_code_challenge_check': 'yes'}}"
                        + " # oauth.skip_code_challenge_check: Expected boolean, received string",
                "{'oauth': {'client_id': 'c', 'client_secret': 's', 'token_url': 'https://x'}} # oauth.client_secret:"
                        + " OAuth client_secret with client_id requires both authorization_url and token_url, or neither",
            })
    void saysWhatIsWrongInZodsWords(String change, String issue) throws JsonProcessingException {
        // given
        ObjectNode config =
                JSON.createObjectNode().put("type", "streamable-http").put("url", "https://a.example");
        config.setAll((ObjectNode) JSON.readTree(change.replace('\'', '"')));

        // when
        List<FieldIssue> issues = form.read(config).issues();

        // then
        assertEquals(List.of(issue), issues.stream().map(FieldIssue::toString).toList());
    }

    @Test
    void namesEveryTypeThatThereIs() {
        ObjectNode config = JSON.createObjectNode().put("type", "stdio").put("command", "sh");

        List<FieldIssue> issues = form.read(config).issues();

        assertEquals(
                Stream.of("websocket", "sse", "streamable-http", "http")
                        .map(type -> new FieldIssue(
                                "invalid_literal", List.of("type"), "Invalid literal value, expected \"" + type + "\""))
                        .toList(),
                issues);
    }

    @ParameterizedTest
    @CsvSource({"https://a.example, sse", "WSS://a.example, websocket"})
    void takesTheTransportFromTheUrlWithoutAType(String url, String type) {
        Reading reading = form.read(JSON.createObjectNode().put("url", url));

        assertEquals(type, reading.config().get("type").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "5", "null", "'x'"})
    void refusesWhatIsNoObject(String config) throws JsonProcessingException {
        Reading reading = form.read(JSON.readTree(config.replace('\'', '"')));

        assertEquals(List.of(), reading.issues().getFirst().path());
    }

    @Test
    void leavesOutWhatIsTheOperators() throws JsonProcessingException {
        Reading reading = form.read(
                JSON.readTree("{\"url\":\"https://a.example\",\"timeout\":-5,\"startup\":\"x\",\"customUserVars\":5}"));

        assertEquals(JSON.readTree("{\"type\":\"sse\",\"url\":\"https://a.example\"}"), reading.config());
    }
}
