package org.trunkline.registry.servers;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trunkline.registry.inspection.Inspected;
import org.trunkline.registry.inspection.Inspector;
import org.trunkline.registry.inspection.Probe;
import org.trunkline.server.ServerConfig;

/** Has managed servers inspected before they are saved, when what is new could make a difference. */
@ApplicationScoped
class ManagedInspections {

    /** What decides nothing of how a server is connected. */
    private static final List<String> INDIFFERENT =
            List.of("title", "description", "iconPath", "toolPolicy", "pinTools", "forwardUserId");

    private final StoredConfigs configs;
    private final ManagedServers servers;
    private final Inspector inspector;
    private final ObjectMapper json;

    ManagedInspections(StoredConfigs configs, ManagedServers servers, Inspector inspector, ObjectMapper json) {
        this.configs = configs;
        this.servers = servers;
        this.inspector = inspector;
        this.json = json;
    }

    /** What a new server is like. */
    Inspected of(ObjectNode config, Probe probe) {
        return probe.of(configs.typed(config));
    }

    /**
     * What a changed server is like: as before, when nothing changes that matters and it was inspected.
     *
     * @param config the new configuration, secrets in clear
     */
    Inspected of(VisibleServer server, ObjectNode config, Probe probe) {
        ServerConfig next = configs.typed(config);
        boolean same = connecting(next).equals(connecting(configs.opened(server.config(), server.id())));
        boolean known = server.inspection() != null && !server.inspection().failed();
        return same && known ? server.inspection() : probe.of(next);
    }

    /** Tries again what failed when the server was saved; another change of the server that comes first wins. */
    void again(VisibleServer server) {
        if (server.id() != null
                && server.inspection() != null
                && server.inspection().failed()) {
            Probe probe = new Probe(inspector, () -> true);
            servers.inspected(server, probe.of(configs.opened(server.config(), server.id())));
        }
    }

    private ObjectNode connecting(ServerConfig config) {
        ObjectNode fields = json.valueToTree(config);
        return fields.remove(INDIFFERENT);
    }
}
