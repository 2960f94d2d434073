package org.trunkline.connection.links;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.trunkline.tool.ToolDefinition;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Any number of sessions with one server take the memory of one list. */
class DefinitionsTest {

    private static final String TOOL = """
            {"name": "read", "title": "Read", "description": "%s", "inputSchema": {"type": "object"}}""";

    private final Definitions definitions = new Definitions();

    @Test
    void equalListsAreOneObject() {
        Offer one = offer(tool("Reads"), tool("Reads more"));
        Offer other = offer(tool("Reads"), tool("Reads more"));

        assertSame(one, other);
    }

    @Test
    void listsThatDifferShareWhatIsEqual() {
        Offer one = offer(tool("Reads"), tool("Reads more"));
        Offer other = offer(tool("Reads"), tool("Writes"));

        assertNotEquals(one, other);
        assertSame(one.tools().getFirst(), other.tools().getFirst());
    }

    @Test
    void whatNamesNoToolIsNone() throws JsonProcessingException {
        assertTrue(definitions
                .of(new ObjectMapper().readTree("{\"title\": \"Read\"}"))
                .isEmpty());
    }

    private Offer offer(ToolDefinition... tools) {
        return definitions.offer(List.of(tools), "Be kind", null);
    }

    private ToolDefinition tool(String description) {
        try {
            return definitions
                    .of(new ObjectMapper().readTree(TOOL.formatted(description)))
                    .orElseThrow();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
