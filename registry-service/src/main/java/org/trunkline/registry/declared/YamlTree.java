package org.trunkline.registry.declared;

import java.io.StringReader;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML as JSON: data only, whatever the tags say. Scalars mean what they mean in YAML 1.2, as for LibreChat:
 * {@code yes} is a string. Aliases are followed, up to a size that no honest file reaches.
 */
public final class YamlTree {

    private static final int MOST_NODES = 20_000;
    private static final int DEEPEST = 30;
    private static final String TOO_LARGE = "the aliases of this entry make it too large or too deep";
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    private final JsonNodeFactory json = JsonNodeFactory.instance;
    private int nodes;

    /**
     * A whole text as JSON.
     *
     * @throws YAMLException when it is not YAML, too large, too deep, or has a name twice in one place
     */
    public static JsonNode read(String text) {
        Node root = compose(text);
        return root == null ? JsonNodeFactory.instance.nullNode() : new YamlTree().json(root);
    }

    /** The nodes of a text; null when it has none. */
    static Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setTagInspector(tag -> true); // nothing but JSON is built, whatever a tag names
        return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
    }

    /** @throws MarkedYAMLException when the tree is too large, too deep, or has a name twice in one place */
    JsonNode json(Node node) {
        return json(node, 0);
    }

    private JsonNode json(Node node, int depth) {
        if (++nodes > MOST_NODES || depth > DEEPEST) {
            throw new Unreadable(TOO_LARGE, node);
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
            default -> throw new Unreadable(TOO_LARGE, node);
        };
    }

    /** A key that is written wins over one that is merged in by {@code <<}. */
    private void fill(ObjectNode object, MappingNode mapping, int depth) {
        for (NodeTuple entry : mapping.getValue()) {
            if (!isMerge(entry)) {
                add(object, key(entry.getKeyNode()), entry, depth);
            }
        }
        mapping.getValue().stream()
                .filter(YamlTree::isMerge)
                .map(entry -> json(entry.getValueNode(), depth + 1))
                .forEach(merged -> merge(object, merged));
    }

    private void add(ObjectNode object, String name, NodeTuple entry, int depth) {
        if (object.replace(name, json(entry.getValueNode(), depth + 1)) != null) {
            throw new Unreadable("'" + name + "' is there twice", entry.getKeyNode());
        }
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

    private static final class Unreadable extends MarkedYAMLException {
        Unreadable(String problem, Node node) {
            super(null, null, problem, node.getStartMark());
        }
    }
}
