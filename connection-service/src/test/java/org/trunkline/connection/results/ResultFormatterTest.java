package org.trunkline.connection.results;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.problem.ResultTooLarge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ResultFormatterTest {

    /** As the services are configured: absent members are left out, but an array keeps its places. */
    private static final ObjectMapper JSON =
            new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private static final Pattern GENERATED =
            Pattern.compile("single image content, data = \"(.+)\" x (\\d+) .*mimeType (\\S+)");

    /** Cases that are better answered otherwise, with what is answered. */
    private static final Map<String, String> DEFECTS = Map.of(
            // librechat.md J.13: structuredContent is ignored where there is nothing else
            "fmt-27", "['{\\n  \\u0022a\\u0022: 1\\n}',null]");

    private static final String IMAGE = "{'content':[{'type':'image','mimeType':'image/png','data':'%s'}]}";

    private final ResultFormatter formatter = new ResultFormatter(ResultFormatter.DEFAULT_MAX_IMAGE_BYTES);

    static Stream<CaseFiles.Case> results() {
        return CaseFiles.of("format_tool_content");
    }

    @ParameterizedTest
    @MethodSource("results")
    void followsTheCase(CaseFiles.Case given) throws JsonProcessingException {
        JsonNode result = generated(given.input().get("result"));
        String provider = given.input().get("provider").asText();
        if (given.expect().has("error")) {
            ResultTooLarge problem = assertThrows(ResultTooLarge.class, () -> formatter.format(result, provider));
            assertEquals(given.expect().at("/error/message").asText(), problem.getMessage());
        } else {
            JsonNode expected = DEFECTS.containsKey(given.id())
                    ? json(DEFECTS.get(given.id()))
                    : given.expect().get("result");
            assertEquals(expected, JSON.valueToTree(formatter.format(result, provider)));
        }
    }

    /** Large inputs are described in the cases and made here. */
    private static JsonNode generated(JsonNode result) {
        Matcher description = GENERATED.matcher(result.path("_generated").asText());
        if (!description.find()) {
            return result;
        }
        String data = description.group(1).repeat(Integer.parseInt(description.group(2)));
        ObjectNode image = JSON.createObjectNode();
        image.putArray("content")
                .addObject()
                .put("type", "image")
                .put("data", data)
                .put("mimeType", description.group(3));
        return image;
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "other"})
    void tellsStructuredContentOfAResultWithoutContent(String provider) throws JsonProcessingException {
        assertEquals("[\n  1\n]", text("{'structuredContent':[1]}", provider));
        assertEquals("{}", text("{'content':[],'structuredContent':{}}", provider));
        assertEquals("(No response)", text("{'content':null,'structuredContent':null}", provider));
        assertEquals("(No response)", text("{'structuredContent':'text'}", provider));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "other"})
    void passesAnImageUpToTheLimit(String provider) throws JsonProcessingException {
        // given
        ResultFormatter small = new ResultFormatter(4);

        // then
        small.format(json(IMAGE.formatted("QUJDRA==")), provider);
        small.format(json(IMAGE.formatted("https://example.com/a.png")), provider);
        assertThrows(ResultTooLarge.class, () -> small.format(json(IMAGE.formatted("QUJDREU=")), provider));
    }

    @Test
    void takesNothingForGranted() throws JsonProcessingException {
        assertEquals("(No response)", text("{'content':[{'type':'text'}]}", "openai"));
        assertEquals("(No response)", text("{'content':[{'type':'resource'}]}", "openai"));
        assertEquals("(No response)", text("{'content':[{'type':'text','text':''}]}", "other"));
        assertEquals("null\n\n5\n\n{}", text("{'content':[null,5,{}]}", "openai"));
        assertEquals("(No response)", formatter.format(null, null).text());
    }

    @Test
    void showsNoResourceToAnUnknownProvider() throws JsonProcessingException {
        // when
        FormattedResult result = formatter.format(
                json("{'content':[{'type':'resource','resource':{'uri':'ui://w','text':'A'}}]}"), "other");

        // then
        assertEquals("A\nResource URI: ui://w", result.text());
        assertNull(result.artifacts());
    }

    private String text(String result, String provider) throws JsonProcessingException {
        return formatter.format(json(result), provider).text();
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text.replace('\'', '"'));
    }
}
