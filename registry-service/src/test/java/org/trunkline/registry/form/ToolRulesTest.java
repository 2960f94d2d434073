package org.trunkline.registry.form;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.trunkline.problem.FieldIssue;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ToolRulesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    static final List<ServerForm> FORMS = List.of(new UserForm(), new OperatorForm(name -> null));

    @ParameterizedTest
    @FieldSource("FORMS")
    void keepsAPolicyAsItIs(ServerForm form) throws JsonProcessingException {
        JsonNode config = config("'toolPolicy':{'allow':['read_*','?'],'deny':[],'readOnlyOnly':true},'pinTools':true");

        Reading reading = form.read(config);

        assertEquals(List.of(), reading.issues());
        assertEquals(config.get("toolPolicy"), reading.config().get("toolPolicy"));
        assertEquals(config.get("pinTools"), reading.config().get("pinTools"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                "'toolPolicy':[] # toolPolicy: Expected object, received array",
                "'toolPolicy':{'allow':'*'} # toolPolicy.allow: Expected array, received string",
                "'toolPolicy':{'deny':['a',5]} # toolPolicy.deny.1: Expected string, received number",
                "'toolPolicy':{'readOnlyOnly':'yes'} # toolPolicy.readOnlyOnly: Expected boolean, received string",
                "'pinTools':1 # pinTools: Expected boolean, received number",
                "'toolPolicy':{'allow':['ok',' ']} # toolPolicy.allow.1: A pattern is the name of a tool, with * for any"
                        + " text and ? for one character, of 1 to 256 characters"
            })
    void saysWhatIsWrong(String fields, String issue) throws JsonProcessingException {
        JsonNode config = config(fields);

        Stream<String> issues = FORMS.stream()
                .flatMap(form -> form.read(config).issues().stream())
                .map(FieldIssue::toString);

        assertEquals(List.of(issue, issue), issues.toList());
    }

    @Test
    void boundsThePatterns() throws JsonProcessingException {
        Map<String, List<String>> policy =
                Map.of("allow", Collections.nCopies(201, "a"), "deny", List.of("a".repeat(257)));
        JsonNode config = config("'toolPolicy':" + JSON.writeValueAsString(policy));

        assertEquals(
                List.of("toolPolicy.allow", "toolPolicy.deny.0"),
                new UserForm()
                        .read(config).issues().stream()
                                .map(issue -> issue.toString().split(":")[0])
                                .toList());
    }

    private static JsonNode config(String more) throws JsonProcessingException {
        return JSON.readTree(
                ("{'type':'streamable-http','url':'https://a.example/mcp'," + more + "}").replace('\'', '"'));
    }
}
