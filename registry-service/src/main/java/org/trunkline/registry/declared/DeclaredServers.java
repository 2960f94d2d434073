package org.trunkline.registry.declared;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import org.jboss.logging.Logger;
import org.trunkline.registry.form.OperatorForm;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The servers that the operator declares, as the file says them now. A broken entry costs only itself; a file that
 * cannot be read as YAML leaves the last good servers in place; a file that is gone leaves none.
 */
@ApplicationScoped
public class DeclaredServers {

    private static final Logger LOG = Logger.getLogger(DeclaredServers.class);
    private static final String KEY = "mcpServers";

    private final Optional<Path> file;
    private final ObjectMapper json;
    private final OperatorForm form = new OperatorForm(System::getenv);
    private volatile State state = new State(null, null, Map.of(), List.of());

    DeclaredServers(DeclaredConfig config, ObjectMapper json, MeterRegistry meters) {
        this.file = config.file();
        this.json = json;
        Gauge.builder("trunkline.declared.servers", () -> state.servers.size())
                .description("Declared servers that were read")
                .register(meters);
        Gauge.builder("trunkline.declared.faults", () -> state.faults.size())
                .description("Faults in the file of the declared servers")
                .register(meters);
    }

    /** All of them, in the file's order. */
    public Collection<DeclaredServer> all() {
        return state.servers.values();
    }

    /** The one of that name. */
    public Optional<DeclaredServer> find(String name) {
        return Optional.ofNullable(state.servers.get(name));
    }

    /** Whether the file has been read: before, there only seem to be no servers. */
    public boolean wereRead() {
        return state.readAt != null;
    }

    DeclaredReport report() {
        State now = state;
        return new DeclaredReport(
                file.map(Path::toString).orElse(null), now.readAt, List.copyOf(now.servers.keySet()), now.faults);
    }

    void readAtStart(@Observes StartupEvent start) {
        look();
    }

    /**
     * Reads the file if its content changed since it was last read; the first tick may come while the start still
     * reads.
     */
    @Scheduled(
            every = "${trunkline.declared.every:2s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            identity = "declared-servers")
    synchronized void look() {
        file.ifPresent(path -> {
            FileContent content = FileContent.of(path);
            if (!content.hash().equals(state.hash)) {
                state = next(content);
                LOG.infof(
                        "declared servers read: file=%s servers=%d faults=%d",
                        path, state.servers.size(), state.faults.size());
                state.faults.forEach(fault -> LOG.warnf("%s: %s", path, fault.summary()));
            }
        });
    }

    private State next(FileContent content) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        if (content.text() == null) {
            Map<String, DeclaredServer> kept = content.gone() ? Map.of() : state.servers;
            return new State(content.hash(), now, kept, List.of(DeclaredFault.of(null, null, content.fault())));
        }
        try {
            return read(content, now);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            return unreadable(content, DeclaredFault.of(null, line, "Not YAML: " + e.getProblem()));
        } catch (YAMLException e) {
            return unreadable(content, DeclaredFault.of(null, 1, "Not YAML: " + e.getMessage()));
        }
    }

    private State unreadable(FileContent content, DeclaredFault fault) {
        return new State(content.hash(), state.readAt, state.servers, List.of(fault));
    }

    private State read(FileContent content, Instant now) {
        Node entries = entries(YamlTree.compose(content.text()));
        if (entries == null) {
            return new State(content.hash(), now, Map.of(), List.of());
        }
        if (!(entries instanceof MappingNode mapping)) {
            DeclaredFault fault =
                    DeclaredFault.of(null, DeclaredFile.line(entries), KEY + " must map the servers' names to them");
            return unreadable(content, fault);
        }
        DeclaredFile read = DeclaredFile.read(mapping, json, form, now);
        return new State(content.hash(), now, withKnownSince(read.servers()), List.copyOf(read.faults()));
    }

    private static Node entries(Node root) {
        if (!(root instanceof MappingNode mapping)) {
            return null;
        }
        return mapping.getValue().stream()
                .filter(entry -> YamlTree.key(entry.getKeyNode()).equals(KEY))
                .map(NodeTuple::getValueNode)
                .filter(node -> !node.getTag().equals(Tag.NULL))
                .findFirst()
                .orElse(null);
    }

    /** A configuration that did not change is as old as it was, whatever happened around it in the file. */
    private Map<String, DeclaredServer> withKnownSince(Map<String, DeclaredServer> read) {
        Map<String, DeclaredServer> servers = new LinkedHashMap<>();
        read.forEach((name, server) -> {
            DeclaredServer known = state.servers.get(name);
            boolean same = known != null && known.revision().equals(server.revision());
            servers.put(name, same ? server.knownSince(known.since()) : server);
        });
        return servers;
    }

    private record State(
            String hash, Instant readAt, Map<String, DeclaredServer> servers, List<DeclaredFault> faults) {}
}
