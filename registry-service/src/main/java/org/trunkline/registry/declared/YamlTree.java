package org.trunkline.registry.declared;

import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns YAML nodes into JSON: data only, whatever the tags say. Scalars mean what they mean in YAML 1.2, as for
 * LibreChat: {@code yes} is a string. Aliases are followed, up to a size that no honest file reaches.
 */
final class YamlTree {

    private static final int MOST_NODES = 20_000;
    private static final int DEEPEST = 30;
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    private final JsonNodeFactory json = JsonNodeFactory.instance;
    private int nodes;

    /** @throws MarkedYAMLException when the tree is too large or too deep */
    JsonNode json(Node node) {
        return json(node, 0);
    }

    private JsonNode json(Node node, int depth) {
        if (++nodes > MOST_NODES || depth > DEEPEST) {
            throw new TooLarge(node);
        }
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar);
            case SequenceNode sequence -> {
                ArrayNode array = json.arrayNode();
                sequence.getValue().forEach(item -> array.add(json(item, depth + 1)));
                yield array;
            }
            case MappingNode mapping -> {
                ObjectNode object = json.objectNode();
                fill(object, mapping, depth);
                yield object;
            }
            default -> throw new TooLarge(node);
        };
    }

    /** A key that is written wins over one that is merged in by {@code <<}. */
    private void fill(ObjectNode object, MappingNode mapping, int depth) {
        for (NodeTuple entry : mapping.getValue()) {
            if (!isMerge(entry)) {
                object.set(key(entry.getKeyNode()), json(entry.getValueNode(), depth + 1));
            }
        }
        mapping.getValue().stream()
                .filter(YamlTree::isMerge)
                .map(entry -> json(entry.getValueNode(), depth + 1))
                .forEach(merged -> merge(object, merged));
    }

    private static void merge(ObjectNode object, JsonNode merged) {
        if (merged.isArray()) {
            merged.forEach(one -> merge(object, one));
        } else {
            merged.properties().forEach(entry -> object.putIfAbsent(entry.getKey(), entry.getValue()));
        }
    }

    static String key(Node key) {
        return key instanceof ScalarNode scalar
                ? scalar.getValue()
                : key.getTag().getValue();
    }

    private static boolean isMerge(NodeTuple entry) {
        return entry.getKeyNode().getTag().equals(Tag.MERGE);
    }

    private JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        if (!scalar.isPlain()) {
            return json.textNode(text);
        }
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> json.nullNode();
            case "true", "True", "TRUE" -> json.booleanNode(true);
            case "false", "False", "FALSE" -> json.booleanNode(false);
            case String number when INTEGER.matcher(number).matches() -> json.numberNode(Long.parseLong(number));
            case String number when DECIMAL.matcher(number).matches() -> json.numberNode(Double.parseDouble(number));
            default -> json.textNode(text);
        };
    }

    private static final class TooLarge extends MarkedYAMLException {
        TooLarge(Node node) {
            super(null, null, "the aliases of this entry make it too large or too deep", node.getStartMark());
        }
    }
}
