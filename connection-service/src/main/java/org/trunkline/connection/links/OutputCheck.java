package org.trunkline.connection.links;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.json.schema.jackson3.DefaultJsonSchemaValidator;
import org.jboss.logging.Logger;
import org.trunkline.connection.transports.JsonPiece;
import org.trunkline.problem.UpstreamFailure;
import org.trunkline.tool.ToolDefinition;

/**
 * Checks that a tool's structured result is what its definition promises, as clients should (MCP 2025-11-25, "Output
 * Schema"). The server wrote both: what it could keep us busy with is not looked at, which is regular expressions,
 * references to elsewhere, and what is large, also by references that lead to the same over and over.
 */
@ApplicationScoped
class OutputCheck {

    private static final Logger LOG = Logger.getLogger(OutputCheck.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> SCHEMA = new TypeReference<>() {};
    private static final List<String> EXPRESSIONS = List.of("pattern", "patternProperties");
    private static final int LARGEST_SCHEMA = 5_000;
    private static final int LARGEST_RESULT = 1024 * 1024;
    private static final int MOST_COMPILED = 1_000;
    private static final int LONGEST_REASON = 500;

    private final boolean wanted;
    private final DefaultJsonSchemaValidator validator = new DefaultJsonSchemaValidator();

    OutputCheck(LinkConfig config) {
        this.wanted = config.checkOutput();
    }

    /** The schemas of those tools that promise something, by the tools' names. */
    Map<String, JsonNode> promises(List<ToolDefinition> tools) {
        return !wanted
                ? Map.of()
                : tools.stream()
                        .filter(tool -> tool.outputSchema() != null)
                        .collect(Collectors.toUnmodifiableMap(
                                ToolDefinition::name, ToolDefinition::outputSchema, (one, other) -> one));
    }

    /**
     * Checks the result of a tool.
     *
     * @param schema null: nothing is promised
     * @throws UpstreamFailure when it is not what was promised
     */
    void check(String server, String tool, JsonNode schema, Map<String, JsonPiece> result) {
        if (schema == null || isError(result)) {
            return;
        }
        JsonPiece structured = result.get("structuredContent");
        if (structured == null) {
            throw UpstreamFailure.invalidResult(server, tool, "it has no structuredContent");
        }
        String fault = structured.length() > LARGEST_RESULT ? null : fault(schema, structured);
        if (fault != null) {
            throw UpstreamFailure.invalidResult(
                    server, tool, fault.substring(0, Math.min(fault.length(), LONGEST_REASON)));
        }
    }

    /** A schema that cannot be used promises nothing. */
    private String fault(JsonNode schema, JsonPiece structured) {
        if (leadsElsewhere(schema) || unfolded(schema, schema, LARGEST_SCHEMA) <= 0) {
            return null;
        }
        if (validator.getCacheSize() > MOST_COMPILED) {
            validator.clearCache();
        }
        try {
            ValidationResponse outcome = validator.validate(
                    JSON.convertValue(withoutExpressions(schema), SCHEMA),
                    JSON.convertValue(structured.tree(), Object.class));
            return outcome.valid() ? null : outcome.errorMessage();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.debugf("a schema of results cannot be used: %s", e);
            return null;
        }
    }

    private static boolean leadsElsewhere(JsonNode schema) {
        return schema.findValuesAsText("$ref").stream().anyMatch(reference -> !reference.startsWith("#"))
                || schema.findValue("$dynamicRef") != null;
    }

    /** What is left of a number of nodes when those of a schema are taken off, each as often as it is referred to. */
    private static int unfolded(JsonNode whole, JsonNode part, int most) {
        int left = most - 1;
        for (JsonNode inner : part) {
            left = left > 0 ? unfolded(whole, inner, left) : left;
        }
        String reference = part.path("$ref").textValue();
        return left > 0 && reference != null ? unfolded(whole, referred(whole, reference), left) : left;
    }

    private static JsonNode referred(JsonNode whole, String reference) {
        return reference.matches("#(/.*)?") ? whole.at(reference.substring(1)) : MissingNode.getInstance();
    }

    private static JsonNode withoutExpressions(JsonNode schema) {
        JsonNode copy = schema.deepCopy();
        EXPRESSIONS.forEach(name -> copy.findParents(name).stream()
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .forEach(parent -> parent.remove(name)));
        return copy;
    }

    private static boolean isError(Map<String, JsonPiece> result) {
        JsonPiece isError = result.get("isError");
        return isError != null && isError.tree().asBoolean();
    }
}
