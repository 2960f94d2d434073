package org.trunkline.helm;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.comments.CommentType;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** The table of the chart's values: path, default, and the comment above the value. */
final class ValuesTable {

    private final List<String> rows = new ArrayList<>(List.of("| value | default | |", "|---|---|---|"));
    private final Yaml yaml;

    private ValuesTable() {
        LoaderOptions loading = new LoaderOptions();
        loading.setProcessComments(true);
        DumperOptions dumping = new DumperOptions();
        dumping.setDefaultFlowStyle(DumperOptions.FlowStyle.FLOW);
        dumping.setWidth(Integer.MAX_VALUE);
        yaml = new Yaml(new SafeConstructor(loading), new Representer(dumping), dumping, loading, new Resolver());
    }

    /** As Markdown, for a file of values. */
    static String of(Path file) throws IOException {
        ValuesTable table = new ValuesTable();
        try (Reader reader = Files.newBufferedReader(file)) {
            table.add("", (MappingNode) table.yaml.compose(reader));
        }
        return String.join("\n", table.rows) + "\n";
    }

    private void add(String prefix, MappingNode map) {
        for (NodeTuple entry : map.getValue()) {
            String path = prefix + ((ScalarNode) entry.getKeyNode()).getValue();
            String comment = comment(entry.getKeyNode());
            boolean group = entry.getValueNode() instanceof MappingNode below && hasComments(below);
            if (comment.isEmpty() && !group) {
                throw new AssertionError(path + " has no comment");
            }
            if (!comment.isEmpty()) {
                rows.add("| `%s` | %s | %s |".formatted(path, group ? "" : text(entry.getValueNode()), comment));
            }
            if (group) {
                add(path + ".", (MappingNode) entry.getValueNode());
            }
        }
    }

    private static boolean hasComments(MappingNode map) {
        return map.getValue().stream()
                .anyMatch(entry -> !comment(entry.getKeyNode()).isEmpty()
                        || entry.getValueNode() instanceof MappingNode below && hasComments(below));
    }

    /** The lines right above; those before an empty line are about something else. */
    private static String comment(Node key) {
        List<CommentLine> lines = key.getBlockComments() == null ? List.of() : key.getBlockComments();
        List<CommentLine> right = lines.reversed().stream()
                .takeWhile(line -> line.getCommentType() != CommentType.BLANK_LINE)
                .toList();
        return right.reversed().stream().map(line -> line.getValue().strip()).collect(Collectors.joining(" "));
    }

    private String text(Node value) {
        if (value instanceof ScalarNode scalar) {
            return scalar.getValue().isEmpty() ? "none" : "`" + scalar.getValue() + "`";
        }
        onOneLine(value);
        StringWriter flow = new StringWriter();
        yaml.serialize(value, flow);
        return "`" + flow.toString().strip() + "`";
    }

    private static void onOneLine(Node node) {
        if (node instanceof CollectionNode<?> collection) {
            collection.setFlowStyle(DumperOptions.FlowStyle.FLOW);
        }
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(ValuesTable::onOneLine);
        }
        if (node instanceof MappingNode map) {
            map.getValue().forEach(entry -> onOneLine(entry.getValueNode()));
        }
    }
}
