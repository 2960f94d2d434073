package org.trunkline.connection.tools;

import java.time.Duration;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Schemas that are made to keep whoever reads them busy. */
class HostileSchemasTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int LARGEST = 8_000_000;

    static Stream<Named<ObjectNode>> schemas() {
        return Stream.of(
                Named.of("exponential references", exponential()),
                Named.of("a long chain of references", chain()),
                Named.of("everything refers to everything", cyclic()),
                Named.of("deep nesting", deep()),
                Named.of("a huge text behind many references", behindMany("description", "x".repeat(1_000_000))),
                Named.of("a huge name behind many references", behindMany("y".repeat(1_000_000), "z")),
                Named.of("a huge pointer", pointers()),
                Named.of("many required names", required()),
                Named.of("many parts of one whole", parts()));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void areDoneSoonAndSmall(ObjectNode schema) {
        assertTimeoutPreemptively(SOON, () -> {
            assertTrue(JSON.writeValueAsString(ToolSchemas.catalog(schema)).length() < LARGEST);
            assertTrue(JSON.writeValueAsString(ToolSchemas.gemini(schema)).length() < LARGEST);
        });
    }

    private static ObjectNode exponential() {
        ObjectNode schema = JSON.createObjectNode();
        ObjectNode definitions = schema.putObject("$defs");
        for (int level = 0; level < 60; level++) {
            ObjectNode properties = definitions.putObject("d" + level).putObject("properties");
            properties.putObject("a").put("$ref", "#/$defs/d" + (level + 1));
            properties.putObject("b").put("$ref", "#/$defs/d" + (level + 1));
        }
        return schema.put("$ref", "#/$defs/d0");
    }

    private static ObjectNode chain() {
        ObjectNode schema = JSON.createObjectNode();
        ObjectNode definitions = schema.putObject("$defs");
        for (int level = 0; level < 100_000; level++) {
            definitions.putObject("d" + level).put("$ref", "#/$defs/d" + (level + 1));
        }
        return schema.put("$ref", "#/$defs/d0");
    }

    private static ObjectNode cyclic() {
        ObjectNode schema = JSON.createObjectNode();
        ObjectNode definitions = schema.putObject("$defs");
        for (int from = 0; from < 100; from++) {
            ObjectNode properties = definitions.putObject("d" + from).putObject("properties");
            for (int to = 0; to < 100; to++) {
                properties.putObject("p" + to).put("$ref", "#/$defs/d" + to);
            }
        }
        return schema.put("$ref", "#/$defs/d0");
    }

    private static ObjectNode deep() {
        ObjectNode schema = JSON.createObjectNode();
        ObjectNode inner = schema;
        for (int level = 0; level < 3_000; level++) {
            inner = inner.putObject("properties").putObject("p");
            ArrayNode list = inner.putArray("default");
            inner.putArray("anyOf").addObject().putObject("items").set("allOf", JSON.createArrayNode());
            list.add(level);
        }
        return schema;
    }

    private static ObjectNode behindMany(String keyword, String text) {
        ObjectNode schema = JSON.createObjectNode();
        schema.putObject("$defs").putObject("d").put(keyword, text);
        ObjectNode properties = schema.putObject("properties");
        for (int at = 0; at < 40_000; at++) {
            properties.putObject("p" + at).put("$ref", "#/$defs/d");
        }
        return schema;
    }

    private static ObjectNode pointers() {
        ObjectNode schema = JSON.createObjectNode();
        String pointer = "#" + "/properties".repeat(100_000);
        ObjectNode properties = schema.putObject("properties");
        for (int at = 0; at < 40_000; at++) {
            properties.putObject("p" + at).put("$ref", pointer);
        }
        return schema;
    }

    private static ObjectNode required() {
        ObjectNode schema = JSON.createObjectNode();
        ArrayNode parts = schema.putArray("allOf");
        for (int part = 0; part < 2; part++) {
            ArrayNode names = parts.addObject().putArray("required");
            for (int at = 0; at < 20_000; at++) {
                names.add("p" + part + at);
            }
        }
        return schema;
    }

    private static ObjectNode parts() {
        ObjectNode schema = JSON.createObjectNode();
        ArrayNode parts = schema.putArray("allOf");
        for (int at = 0; at < 20_000; at++) {
            ObjectNode part = parts.addObject();
            part.putObject("properties").putObject("p" + at);
            part.putArray("required").add("p" + at);
        }
        return schema;
    }
}
