package org.trunkline.registry.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.trunkline.problem.FieldIssue;

/**
 * Reads the fields of one object of a configuration, one call for each field that a form knows: keeps what is right,
 * says of the rest what is wrong with it, and leaves out what nobody asked for. The codes and messages are those of
 * LibreChat's validation (zod 3). An absent field is right unless {@link #require} was called; null is a wrong type.
 */
final class Fields {

    static final String INVALID_TYPE = "invalid_type";
    static final String INVALID_CHOICE = "invalid_enum_value";
    static final String INVALID_TEXT = "invalid_string";
    static final String TOO_SMALL = "too_small";
    static final String CUSTOM = "custom";

    private final JsonNode object;
    private final List<Object> path;
    private final List<FieldIssue> issues;
    private final ObjectNode kept = JsonNodeFactory.instance.objectNode();

    /** @param path from the whole configuration to {@code object} */
    Fields(JsonNode object, List<Object> path, List<FieldIssue> issues) {
        this.object = object;
        this.path = path;
        this.issues = issues;
    }

    /** What was read and found right. */
    ObjectNode kept() {
        return kept;
    }

    /** The field as it was given; null when it is absent. */
    JsonNode given(String name) {
        return object.get(name);
    }

    void keep(String name, String value) {
        kept.put(name, value);
    }

    /** Adds an issue with the field {@code steps} lead to, from this object. */
    void report(String code, String message, Object... steps) {
        List<Object> whole = Stream.concat(path.stream(), Arrays.stream(steps)).toList();
        issues.add(new FieldIssue(code, whole, message));
    }

    void require(String... names) {
        for (String name : names) {
            if (!object.has(name)) {
                report(INVALID_TYPE, "Required", name);
            }
        }
    }

    /** The field must not be there; {@code allowed} is how zod names the type without values. */
    void refuse(String name, String allowed) {
        if (object.has(name)) {
            mistyped(allowed, object.get(name), name);
        }
    }

    /** A string; the answer is empty when it is absent or of another type. */
    Optional<String> text(String name) {
        JsonNode value = object.get(name);
        if (value == null || !isText(value, name)) {
            return Optional.empty();
        }
        kept.set(name, value);
        return Optional.of(value.textValue());
    }

    /** A string of at least one character. */
    void filledText(String name) {
        text(name)
                .filter(String::isEmpty)
                .ifPresent(empty -> report(TOO_SMALL, "String must contain at least 1 character(s)", name));
    }

    void flag(String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            return;
        }
        if (value.isBoolean()) {
            kept.set(name, value);
        } else {
            mistyped("boolean", value, name);
        }
    }

    /** A whole number of milliseconds or the like; {@code bound} says in zod's words what {@code allowed} tests. */
    void whole(String name, LongPredicate allowed, String bound) {
        JsonNode value = object.get(name);
        if (value == null) {
            return;
        }
        if (!value.isNumber()) {
            mistyped("number", value, name);
        } else if (value.doubleValue() != Math.rint(value.doubleValue())) {
            report(INVALID_TYPE, "Expected integer, received float", name);
        } else if (!value.canConvertToLong()) {
            report("too_big", "Number must be less than or equal to " + Long.MAX_VALUE, name);
        } else if (!allowed.test(value.longValue())) {
            report(TOO_SMALL, "Number must be " + bound, name);
        } else {
            kept.put(name, value.longValue());
        }
    }

    void choice(String name, String... allowed) {
        JsonNode value = object.get(name);
        if (value == null) {
            return;
        }
        String expected = Arrays.stream(allowed).collect(Collectors.joining("' | '", "'", "'"));
        if (!value.isTextual()) {
            mistyped(expected, value, name);
        } else if (!List.of(allowed).contains(value.textValue())) {
            String message = "Invalid enum value. Expected " + expected + ", received '" + value.textValue() + "'";
            report(INVALID_CHOICE, message, name);
        } else {
            kept.set(name, value);
        }
    }

    /** A list of strings. */
    void texts(String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            return;
        }
        if (!value.isArray()) {
            mistyped("array", value, name);
            return;
        }
        List<JsonNode> items = new ArrayList<>();
        for (JsonNode item : value) {
            isText(item, name, items.size());
            items.add(item);
        }
        kept.putArray(name).addAll(items);
    }

    /** An object whose values are strings, under names of the user's choice. */
    void textsByName(String name) {
        object(name, map -> map.names().forEach(map::text));
    }

    /** An object with fields that {@code rules} knows. */
    void object(String name, Consumer<Fields> rules) {
        JsonNode value = object.get(name);
        if (value == null) {
            return;
        }
        if (!value.isObject()) {
            mistyped("object", value, name);
            return;
        }
        List<Object> inner = new ArrayList<>(path);
        inner.add(name);
        Fields fields = new Fields(value, List.copyOf(inner), issues);
        rules.accept(fields);
        kept.set(name, fields.kept);
    }

    /** An object of objects, under names of the user's choice. */
    void objectsByName(String name, Consumer<Fields> rules) {
        object(name, map -> map.names().forEach(entry -> map.object(entry, rules)));
    }

    /** Whether nothing in this object has a wrong type: only then do rules about several fields make sense. */
    boolean typed() {
        return issues.stream()
                .filter(issue -> issue.path().size() >= path.size()
                        && issue.path().subList(0, path.size()).equals(path))
                .noneMatch(issue ->
                        issue.code().equals(INVALID_TYPE) || issue.code().equals(INVALID_CHOICE));
    }

    void mistyped(String expected, JsonNode received, Object... steps) {
        report(INVALID_TYPE, "Expected " + expected + ", received " + kind(received), steps);
    }

    /** The names in an object; none when it is absent or of another type. */
    Stream<String> names(String name) {
        JsonNode value = object.get(name);
        return value == null ? Stream.empty() : value.properties().stream().map(Map.Entry::getKey);
    }

    private List<String> names() {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private boolean isText(JsonNode value, Object... steps) {
        if (!(value instanceof TextNode)) {
            mistyped("string", value, steps);
            return false;
        }
        return true;
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING, BINARY -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case ARRAY -> "array";
            case NULL, MISSING -> "null";
            case OBJECT, POJO -> "object";
        };
    }
}
