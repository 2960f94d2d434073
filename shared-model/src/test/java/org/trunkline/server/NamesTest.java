package org.trunkline.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NamesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<CaseFiles.Case> names() {
        return CaseFiles.of("names");
    }

    @ParameterizedTest
    @MethodSource("names")
    void followsTheCase(CaseFiles.Case given) {
        // when
        Object result = apply(given.input());

        // then
        assertEquals(given.expect().get("result"), JSON.valueToTree(result));
    }

    private static Object apply(JsonNode input) {
        return switch (input.get("fn").asText()) {
            case "normalizeServerName" ->
                ServerNames.normalize(input.get("name").asText());
            case "slugFromTitle" -> ServerNames.slug(input.get("title").asText());
            case "splitToolKey" -> {
                ToolKey key = ToolKey.split(input.get("key").asText(), texts(input.get("knownServers")));
                yield Arrays.asList(key.tool(), key.server());
            }
            case "normalizeToolKey" -> ToolKey.normalize(input.get("key").asText(), texts(input.get("servers")));
            case "shadowedServers" -> ServerNames.shadowed(texts(input.get("servers")));
            case "oauthToolCallName" -> ToolKey.ofSignIn(input.get("server").asText());
            default -> throw new IllegalArgumentException(input.toString());
        };
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    @Test
    void replacesEachUtf16UnitOfACharacterInTheMiddle() {
        assertEquals("a__b", ServerNames.normalize("a😀b"));
    }

    @Test
    void givesANameWithoutAnyLetterOrDigitAHash() {
        assertEquals("server_0", ServerNames.normalize(""));
        assertTrue(ServerNames.normalize("　").matches("server_\\d+"));
    }

    @Test
    void takesEveryBlankForAHyphen() {
        assertEquals("a-b-c", ServerNames.slug("a\u00a0b \ufeff c"));
    }

    @Test
    void findsTheServerOfAKeyWithTheNormalisedName() {
        // given
        List<String> servers = List.of("Google_mcp_Workspace!", "Workspace");

        // when
        ToolKey key = ToolKey.split("find_mcp_Google_mcp_Workspace", servers);

        // then
        assertEquals("find", key.tool());
        assertEquals(Optional.of("Google_mcp_Workspace!"), key.serverAmong(servers));
    }

    @Test
    void takesAnEqualNameBeforeOneThatNormalisesToIt() {
        // given
        List<String> servers = List.of("foo!", "foo");

        // then
        assertEquals(Optional.of("foo"), ToolKey.split("t_mcp_foo", servers).serverAmong(servers));
        assertEquals(Optional.of("foo!"), ToolKey.split("t_mcp_foo!", servers).serverAmong(servers));
    }

    @Test
    void leavesAKeyOfAnUnknownServerAlone() {
        assertEquals("t_mcp_un known", ToolKey.normalize("t_mcp_un known", List.of("other")));
        assertEquals("no_delim", ToolKey.normalize("no_delim", List.of("other")));
    }
}
