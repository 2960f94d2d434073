package org.trunkline.registry.servers;

import java.util.Collection;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trunkline.identity.Callers;
import org.trunkline.problem.Forbidden;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.problem.PreconditionFailed;
import org.trunkline.problem.TargetNotAllowed;
import org.trunkline.registry.capabilities.Capabilities;
import org.trunkline.registry.inspection.Inspector;
import org.trunkline.registry.inspection.Probe;
import org.trunkline.server.ServerConfig;

/**
 * Says what a configuration would do before it does it, by the rules of creating and changing over the API: what can be
 * drafted can be applied, unless something changes in between.
 */
@ApplicationScoped
public class ServerDrafts {

    private final Callers callers;
    private final Capabilities capabilities;
    private final OutboundUrls urls;
    private final StoredConfigs configs;
    private final KeptSecrets secrets;
    private final ServerLifecycle lifecycle;
    private final ServerChanges changes;
    private final Inspector inspector;
    private final ObjectMapper json;

    ServerDrafts(
            Callers callers,
            Capabilities capabilities,
            OutboundUrls urls,
            StoredConfigs configs,
            KeptSecrets secrets,
            ServerLifecycle lifecycle,
            ServerChanges changes,
            Inspector inspector,
            ObjectMapper json) {
        this.callers = callers;
        this.capabilities = capabilities;
        this.urls = urls;
        this.configs = configs;
        this.secrets = secrets;
        this.lifecycle = lifecycle;
        this.changes = changes;
        this.inspector = inspector;
        this.json = json;
    }

    /**
     * A new server of the caller's.
     *
     * @param config that the form found right
     * @throws Forbidden when the caller may not configure what it has
     * @throws TargetNotAllowed when it leads where requests may not go
     */
    public Draft creation(ObjectNode config) {
        return new Draft(null, config, ConfigDifference.between(json.createObjectNode(), cleaned(config)));
    }

    /**
     * Another configuration of a managed server; refused as a new one is.
     *
     * @param kept header values that it does not know and the server has, by their places in a configuration
     * @throws InvalidRequest when a secret must be entered again
     */
    public Draft change(VisibleServer server, ObjectNode config, Collection<JsonPointer> kept) {
        secrets.keepHeaders(server, config, kept);
        ObjectNode next = cleaned(config);
        secrets.carryOver(server, next);
        ObjectNode now = json.valueToTree(configs.opened(server.config(), server.id()));
        return new Draft(server, config, ConfigDifference.between(now, normal(next)));
    }

    /**
     * Makes it so, also when the server cannot be connected now: one that is down must not keep the others of an import
     * out.
     *
     * @throws PreconditionFailed when the server is no longer as it was when this was drafted
     */
    public VisibleServer apply(Draft draft) {
        VisibleServer server = draft.current();
        Probe probe = new Probe(inspector, () -> true);
        return server == null
                ? lifecycle.create(callers.current(), draft.config().deepCopy(), probe)
                : changes.replace(
                        server.name(),
                        EntityTags.of(List.of(server.tag())),
                        () -> draft.config().deepCopy(),
                        probe);
    }

    private ObjectNode cleaned(ObjectNode config) {
        capabilities.requireForObo(callers.current().role(), config);
        ObjectNode cleaned = config.deepCopy();
        ConfigCleaning.clean(cleaned);
        urls.check(cleaned);
        return cleaned;
    }

    /** As it will be read back once it is stored. */
    private ObjectNode normal(ObjectNode config) {
        return json.valueToTree(json.convertValue(config, ServerConfig.class));
    }
}
