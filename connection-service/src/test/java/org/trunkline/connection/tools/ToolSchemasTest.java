package org.trunkline.connection.tools;

import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ToolSchemasTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Cases that are better answered otherwise, with what is answered. */
    private static final Map<String, String> DEFECTS = Map.of(
            // librechat.md J.13: a property named "definitions" is lost
            "sch-13", "{'type':'object','properties':{'definitions':{'type':'string'}}}");

    static Stream<CaseFiles.Case> schemas() {
        return CaseFiles.of("tool_schema");
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void followsTheCase(CaseFiles.Case given) throws JsonProcessingException {
        // given
        JsonNode schema = given.input().get("schema");
        JsonNode expected = DEFECTS.containsKey(given.id())
                ? json(DEFECTS.get(given.id()))
                : given.expect().get("result");

        // when
        JsonNode result = switch (given.input().get("fn").asText()) {
            case "catalogSchema" -> ToolSchemas.catalog(schema);
            case "geminiSchema" -> ToolSchemas.gemini(schema);
            default -> throw new IllegalArgumentException(given.toString());
        };

        // then
        assertEquals(expected, result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'properties':{'a':{'$ref':'#/$defs/x~1y~0z'}},'$defs':{'x/y~z':{'type':'string'}}} | {'properties':{'a':{'type':'string'}}}",
                "{'properties':{'a':{'$ref':'#/$defs/a%20b'}},'$defs':{'a b':{'type':'string'}}} | {'properties':{'a':{'type':'string'}}}",
                "{'properties':{'a':{'$ref':'#/anyOf/1'}},'anyOf':[true,{'type':'null'}]} | {'properties':{'a':{'type':'null'}},'anyOf':[true,{'type':'null'}]}",
                "{'properties':{'a':{'$ref':'#/$defs/none'}}} | {'properties':{'a':{}}}",
                "{'properties':{'a':{'$ref':'https://x/y','description':'d'}}} | {'properties':{'a':{'description':'d'}}}",
                "{'properties':{'a':{'$ref':'#anchor'},'b':{'$ref':'#/%zz'},'c':{'$ref':5}}} | {'properties':{'a':{},'b':{},'c':{}}}",
                "{'$ref':'#/definitions/R','definitions':{'R':{'type':'object'}}} | {'type':'object'}",
                "{'$ref':'#/$defs/A','title':'mine','$defs':{'A':{'$ref':'#/$defs/B'},'B':{'type':'string','title':'its'}}} | {'type':'string','title':'mine'}",
            })
    void followsReferences(String schema, String expected) throws JsonProcessingException {
        assertEquals(json(expected), ToolSchemas.catalog(json(schema)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'properties':{'n':{'$ref':'#/$defs/N'}},'$defs':{'N':{'type':'object','properties':{'n':{'$ref':'#/$defs/N'}}}}} | {'properties':{'n':{'type':'object','properties':{'n':{'type':'object'}}}}}",
                "{'type':'object','properties':{'s':{'$ref':'#'}}} | {'type':'object','properties':{'s':{'type':'object','properties':{'s':{'type':'object'}}}}}",
                "{'$ref':'#/$defs/A','$defs':{'A':{'$ref':'#/$defs/B'},'B':{'$ref':'#/$defs/A'}}} | {}",
                "{'$ref':'#'} | {}",
                "{'properties':{'s':{'$ref':'#'}}} | {'properties':{'s':{'properties':{'s':{'type':'object'}}}}}",
            })
    void cutsRecursionToTheType(String schema, String expected) throws JsonProcessingException {
        assertEquals(json(expected), ToolSchemas.catalog(json(schema)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'$schema':'s','$id':'i','$comment':'c','x-a':1,'definitions':{},'title':'t'} | {'title':'t'}",
                "{'properties':{'$id':{},'x-a':true,'const':{'type':'string'},'required':{},'$ref':{'type':'string'}}} | {'properties':{'$id':{},'x-a':true,'const':{'type':'string'},'required':{},'$ref':{'type':'string'}}}",
                "{'default':{'$id':1,'x-a':2,'const':3},'examples':[{'definitions':1}]} | {'default':{'$id':1,'x-a':2,'const':3},'examples':[{'definitions':1}]}",
                "{'anyOf':[{'const':null},{'items':{'x-a':1}},true]} | {'anyOf':[{'enum':[null]},{'items':{}},true]}",
                "{'patternProperties':{'^x-':{'x-a':1}},'additionalProperties':{'$comment':'c'},'not':{'const':1}} | {'patternProperties':{'^x-':{}},'additionalProperties':{},'not':{'enum':[1]}}",
                "{'items':[{'x-a':1},{'const':1}],'additionalProperties':false} | {'items':[{},{'enum':[1]}],'additionalProperties':false}",
            })
    void dropsKeywordsAndKeepsNamesAndData(String schema, String expected) throws JsonProcessingException {
        assertEquals(json(expected), ToolSchemas.catalog(json(schema)));
    }

    @Test
    void takesWhatIsNoSchemaForTheEmptyOne() throws JsonProcessingException {
        assertEquals(json("{}"), ToolSchemas.catalog(null));
        assertEquals(json("{}"), ToolSchemas.catalog(NullNode.getInstance()));
        assertEquals(json("{}"), ToolSchemas.catalog(json("[1]")));
        assertEquals(json("{}"), ToolSchemas.gemini(json("true")));
    }

    @Test
    void leavesTheGivenSchemaAlone() throws JsonProcessingException {
        // given
        JsonNode schema = json("{'properties':{'a':{'$ref':'#/$defs/A'}},'$defs':{'A':{'allOf':[{'const':1}]}}}");
        JsonNode before = schema.deepCopy();

        // when
        ToolSchemas.gemini(schema);

        // then
        assertEquals(before, schema);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'anyOf':[{'type':'null'},{'type':'string'}]} | {'type':'string','nullable':true}",
                "{'oneOf':[{'type':'integer'},{'type':'string'}],'description':'d'} | {'type':'integer','description':'d'}",
                "{'anyOf':[{'type':'null'}]} | {'nullable':true}",
                "{'properties':{'a':{}},'required':['a'],'anyOf':[{'properties':{'b':{}},'required':['b','a']}]} | {'properties':{'a':{},'b':{}},'required':['a','b']}",
                "{'type':['null','integer','string'],'enum':['a',1]} | {'type':'integer','nullable':true}",
                "{'type':['string','null'],'enum':['a',null]} | {'type':'string','nullable':true,'enum':['a']}",
                "{'const':'v'} | {'type':'string','enum':['v']}",
                "{'const':true} | {}",
                "{'exclusiveMinimum':1,'exclusiveMaximum':9,'maximum':8,'multipleOf':2} | {'minimum':1,'maximum':8}",
                "{'type':'array','items':false} | {'type':'array','items':{}}",
                "{'type':'array','items':{'type':['string','null']},'prefixItems':[{'type':'integer'}]} | {'type':'array','items':{'type':'string','nullable':true}}",
                "{'type':'array','prefixItems':[true,{'type':'integer'}],'uniqueItems':true} | {'type':'array','items':{'type':'integer'}}",
                "{'allOf':[{'type':'string','title':'a'},{'title':'b','anyOf':[{'minLength':1}]}],'title':'c'} | {'type':'string','title':'c','minLength':1}",
                "{'properties':{'id':{'readOnly':true,'type':'string'},'any':true},'additionalProperties':false} | {'properties':{'id':{'type':'string'},'any':{}}}",
                "{'default':{'id':1,'readOnly':true},'examples':[1],'not':{}} | {'default':{'id':1,'readOnly':true}}",
            })
    void reducesToWhatGeminiKnows(String schema, String expected) throws JsonProcessingException {
        assertEquals(json(expected), ToolSchemas.gemini(json(schema)));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    @Test
    void keepsDeclaredPropertiesOfAnyName() throws JsonProcessingException {
        assertTrue(ToolSchemas.gemini(json("{'properties':{'definitions':{'type':'string'}}}"))
                .at("/properties/definitions")
                .isObject());
        assertFalse(ToolSchemas.catalog(json("{'definitions':{}}")).has("definitions"));
    }
}
