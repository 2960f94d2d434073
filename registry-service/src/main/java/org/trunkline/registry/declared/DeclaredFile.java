package org.trunkline.registry.declared;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.trunkline.problem.FieldIssue;
import org.trunkline.registry.access.Grant;
import org.trunkline.registry.form.OperatorForm;
import org.trunkline.registry.form.PathNames;
import org.trunkline.registry.form.Reading;
import org.trunkline.registry.form.UsersKey;
import org.trunkline.server.ServerConfig;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** One reading of the declared servers: those that are right, and for each of the others its line and faults. */
final class DeclaredFile {

    private final ObjectMapper json;
    private final OperatorForm form;
    private final Instant readAt;
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Map<String, DeclaredServer> servers = new LinkedHashMap<>();
    private final List<DeclaredFault> faults = new ArrayList<>();

    private DeclaredFile(ObjectMapper json, OperatorForm form, Instant readAt) {
        this.json = json;
        this.form = form;
        this.readAt = readAt;
    }

    /**
     * Reads the entries of {@code mcpServers}.
     *
     * @param entries what the file has there
     */
    static DeclaredFile read(MappingNode entries, ObjectMapper json, OperatorForm form, Instant readAt) {
        DeclaredFile file = new DeclaredFile(json, form, readAt);
        entries.getValue().forEach(file::read);
        return file;
    }

    Map<String, DeclaredServer> servers() {
        return servers;
    }

    List<DeclaredFault> faults() {
        return faults;
    }

    private void read(NodeTuple entry) {
        String name = YamlTree.key(entry.getKeyNode());
        int line = line(entry.getKeyNode());
        Integer first = lines.putIfAbsent(name, line);
        Optional<String> fault = first == null
                ? PathNames.fault(name)
                : Optional.of("The name is declared already in line " + first + "; that entry counts");
        if (fault.isPresent()) {
            faults.add(DeclaredFault.of(name, line, fault.get()));
        } else {
            read(name, line, entry.getValueNode());
        }
    }

    private void read(String name, int line, Node value) {
        try {
            JsonNode tree = new YamlTree().json(value);
            Reading reading = form.read(tree);
            DeclaredAccess access = DeclaredAccess.read(tree.path("access"));
            List<FieldIssue> issues = Stream.concat(reading.issues().stream(), access.issues().stream())
                    .toList();
            if (issues.isEmpty()) {
                UsersKey.use(reading.config());
                servers.put(name, server(name, reading.config(), access.grants()));
            } else {
                faults.add(new DeclaredFault(name, line, issues));
            }
        } catch (MarkedYAMLException e) {
            faults.add(DeclaredFault.of(name, line, e.getProblem()));
        }
    }

    private DeclaredServer server(String name, JsonNode config, List<Grant> access) {
        try {
            ServerConfig typed = json.treeToValue(config, ServerConfig.class);
            return new DeclaredServer(name, typed, hash(json.writeValueAsString(config)), readAt, access);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the form let through what is no configuration", e);
        }
    }

    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
