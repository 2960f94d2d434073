package org.trunkline.registry.declared;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import org.jboss.logging.Logger;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/**
 * What the declared file says in {@code interface.mcpServers}, as the file says it now; only what is true or false
 * there. A file that cannot be read leaves what was said last.
 */
@ApplicationScoped
public class DeclaredInterface {

    private static final Logger LOG = Logger.getLogger(DeclaredInterface.class);

    private final Optional<Path> file;
    private String hash;
    private volatile Map<String, Boolean> said = Map.of();

    DeclaredInterface(DeclaredConfig config) {
        this.file = config.file();
    }

    /** Whether the file says yes or no under that name; empty when it says nothing. */
    public Optional<Boolean> says(String name) {
        return Optional.ofNullable(said.get(name));
    }

    void readAtStart(@Observes StartupEvent start) {
        look();
    }

    @Scheduled(
            every = "${trunkline.declared.every:2s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            identity = "declared-interface")
    synchronized void look() {
        FileContent content = file.map(FileContent::of).orElse(null);
        if (content == null || content.hash().equals(hash)) {
            return;
        }
        hash = content.hash();
        try {
            if (content.text() != null || content.gone()) {
                said = content.gone() ? Map.of() : read(content.text());
                LOG.infof("declared defaults of capabilities read: %s", said);
            }
        } catch (YAMLException e) {
            LOG.debugf("interface.mcpServers stays as it was: %s", e.getMessage()); // DeclaredServers reports the fault
        }
    }

    private static Map<String, Boolean> read(String text) {
        Node root = YamlTree.compose(text);
        return member(root, "interface")
                .flatMap(found -> member(found, "mcpServers"))
                .map(found -> new YamlTree().json(found))
                .map(DeclaredInterface::flags)
                .orElse(Map.of());
    }

    private static Map<String, Boolean> flags(JsonNode servers) {
        return servers.properties().stream()
                .filter(entry -> entry.getValue().isBoolean())
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().booleanValue()));
    }

    private static Optional<Node> member(Node node, String name) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(entry -> YamlTree.key(entry.getKeyNode()).equals(name))
                        .map(NodeTuple::getValueNode)
                        .findFirst()
                : Optional.empty();
    }
}
