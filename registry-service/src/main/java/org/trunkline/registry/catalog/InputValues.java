package org.trunkline.registry.catalog;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.registry.catalog.ServerJson.Input;

/**
 * Finds the value of each input of a described server: what the importer gives; else what is fixed; else the default,
 * unless it is secret; else, when it is required or the importer wants it so, a value that each user supplies.
 */
final class InputValues {

    private static final Pattern VARIABLE = Pattern.compile("\\{([a-zA-Z_][a-zA-Z0-9_.-]*)}");

    private final Map<String, String> given;
    private final Set<String> asked;
    private final Map<String, String> names = new HashMap<>();
    private final ObjectNode users = JsonNodeFactory.instance.objectNode();

    /** @param request what the importer gives and asks for */
    InputValues(CatalogImportRequest request) {
        given = request.values() == null ? Map.of() : request.values();
        asked = request.ask() == null ? Set.of() : request.ask();
    }

    /** The values that users supply, as {@code customUserVars} has them. */
    ObjectNode users() {
        return users;
    }

    /**
     * The value of an input; null when it is optional and nobody gives one.
     *
     * @throws InvalidRequest when what is given is none of its choices
     */
    String of(String name, Input input) {
        if (given.get(name) != null) {
            return chosen(name, input);
        }
        if (input.value() != null) {
            return filled(input.value(), input.variables());
        }
        if (input.fallback() != null && !input.isSecret() && !asked.contains(name)) {
            return input.fallback();
        }
        return input.mustBeGiven() || asked.contains(name) ? users(name, input) : null;
    }

    /** A template with its variables' values; one that is not described stays, as server.json wants it. */
    String filled(String template, Map<String, Input> variables) {
        Map<String, Input> known = variables == null ? Map.of() : variables;
        return VARIABLE.matcher(template).replaceAll(match -> {
            Input input = known.get(match.group(1));
            String value = input == null ? match.group() : of(match.group(1), input);
            return Matcher.quoteReplacement(value == null ? "" : value);
        });
    }

    private String chosen(String name, Input input) {
        String value = given.get(name);
        if (input.choices() != null
                && !input.choices().isEmpty()
                && !input.choices().contains(value)) {
            throw InvalidRequest.field(
                    "values", "values." + name + " must be one of " + String.join(", ", input.choices()));
        }
        return value;
    }

    private String users(String name, Input input) {
        String plain = name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        String variable = plain.matches("(?!LIBRECHAT_)[A-Z_].*") ? plain : "VALUE_" + plain;
        String other = names.putIfAbsent(variable, name);
        if (other != null && !other.equals(name)) {
            throw InvalidRequest.field(
                    "values",
                    "'" + other + "' and '" + name
                            + "' cannot both be users' values, their names are too much alike: give one in values");
        }
        users.putObject(variable)
                .put("title", name)
                .put("description", description(name, input))
                .put("sensitive", input.isSecret());
        return "{{" + variable + "}}";
    }

    private static String description(String name, Input input) {
        String text = input.description() == null ? "The value of " + name : input.description();
        return input.choices() == null || input.choices().isEmpty()
                ? text
                : text + " (one of " + String.join(", ", input.choices()) + ")";
    }
}
