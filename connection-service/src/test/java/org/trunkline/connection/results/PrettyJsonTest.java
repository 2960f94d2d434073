package org.trunkline.connection.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Expected texts are what ECMAScript's JSON.stringify(value, null, 2) gives. */
class PrettyJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void laysOutNestedValues() throws JsonProcessingException {
        // given
        JsonNode value =
                JSON.readTree("{\"a\":{},\"b\":[],\"c\":[1,[true,null]],\"d\":{\"e\":{\"f\":\"g\"}},\"\":[{}]}");

        // when
        String pretty = PrettyJson.of(value);

        // then
        assertEquals("""
                {
                  "a": {},
                  "b": [],
                  "c": [
                    1,
                    [
                      true,
                      null
                    ]
                  ],
                  "d": {
                    "e": {
                      "f": "g"
                    }
                  },
                  "": [
                    {}
                  ]
                }""", pretty);
    }

    @Test
    void escapesWhatJsonCannotCarry() {
        // given
        String text = "\"\\/\b\f\n\r\t\u0001\u001f\u007f\u2028é😀\ud83d!\ude00";

        // when
        String pretty = PrettyJson.of(TextNode.valueOf(text));

        // then
        assertEquals("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u007f\u2028é😀\\ud83d!\\ude00\"", pretty);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1.0, 1",
        "-1.50, -1.5",
        "100.0, 100",
        "0.1, 0.1",
        "1e5, 100000",
        "1E20, 100000000000000000000",
        "1e21, 1e+21",
        "-1.25e22, -1.25e+22",
        "0.000001, 0.000001",
        "0.0000001, 1e-7",
        "1.5e-10, 1.5e-10",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "0.30000000000000004, 0.30000000000000004",
        "1e400, null",
        "9007199254740993, 9007199254740993"
    })
    void writesNumbersShortly(String json, String expected) throws JsonProcessingException {
        assertEquals(expected, PrettyJson.of(JSON.readTree(json)));
    }
}
