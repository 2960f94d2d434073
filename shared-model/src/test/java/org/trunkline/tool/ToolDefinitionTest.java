package org.trunkline.tool;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

class ToolDefinitionTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOOL = """
            {"name": "t", "title": "T", "description": "d",
             "inputSchema": {"type": "object", "properties": {"a": {"type": "string", "maxLength": 5}}},
             "outputSchema": {"type": "object"}, "annotations": {"readOnlyHint": true}}""";

    @Test
    void theOrderOfMembersDoesNotMatter() throws JsonProcessingException {
        ToolDefinition other = read("""
                {"annotations": {"readOnlyHint": true}, "description": "d", "outputSchema": {"type": "object"},
                 "inputSchema": {"properties": {"a": {"maxLength": 5, "type": "string"}}, "type": "object"},
                 "title": "T", "name": "t"}""");

        assertEquals(read(TOOL).hash(), other.hash());
        assertEquals(List.of(), read(TOOL).differences(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"name\": \"t\" | \"name\": \"u\" | name",
                "\"title\": \"T\", | '' | title",
                "\"description\": \"d\" | \"description\": \"d \" | description",
                "\"description\": \"d\" | \"description\": \"\" | description",
                "\"maxLength\": 5 | \"maxLength\": 6 | inputSchema",
                "\"maxLength\": 5 | \"maxLength\": \"5\" | inputSchema",
                "\"a\": { | \"b\": { | inputSchema",
                "\"outputSchema\": {\"type\": \"object\"}, | '' | outputSchema",
                "\"readOnlyHint\": true | \"readOnlyHint\": false | annotations"
            })
    void everyChangeOfWhatIsSaidMatters(String said, String instead, String member) throws JsonProcessingException {
        ToolDefinition changed = read(TOOL.replace(said, instead));

        assertNotEquals(read(TOOL).hash(), changed.hash());
        assertEquals(List.of(member), read(TOOL).differences(changed));
    }

    @Test
    void survivesTheWayBetweenServices() throws JsonProcessingException {
        ToolDefinition sent = read("""
                {"name": "t", "inputSchema": {"a": 1.0, "b": 1e400, "c": 123456789012345678901234567890, "d": null,
                 "$ref": "#/x", "e.f": [1, {"z": 1, "y": 2}], "g": 0.1}}""");

        assertEquals(sent.hash(), read(JSON.writeValueAsString(sent)).hash());
    }

    private static ToolDefinition read(String text) throws JsonProcessingException {
        return JSON.readValue(text, ToolDefinition.class);
    }
}
