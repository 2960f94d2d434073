package org.trunkline.registry.servers;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trunkline.identity.Caller;
import org.trunkline.problem.Forbidden;
import org.trunkline.registry.capabilities.Capabilities;
import org.trunkline.registry.capabilities.Capability;
import org.trunkline.server.ServerConfig;

/**
 * Who may change a server that gets tokens in exchange for its users' own ({@code obo}): without CONFIGURE_OBO nobody
 * makes a server such a one, nor changes more of one than what it looks like (librechat.md, A.2).
 */
@ApplicationScoped
class OboRule {

    private static final String OBO = "obo";
    private static final List<String> LOOKS = List.of("title", "description", "iconPath");
    private static final List<String> HEADERS = List.of("headers", "requestHeaders");

    private final Capabilities capabilities;
    private final StoredConfigs configs;
    private final ObjectMapper json;

    OboRule(Capabilities capabilities, StoredConfigs configs, ObjectMapper json) {
        this.capabilities = capabilities;
        this.configs = configs;
        this.json = json;
    }

    /**
     * Lets a change of {@code server} to {@code replacement} pass. Header values, which nobody can read, are kept when
     * one who may change the looks only leaves them out; other secrets are kept for everyone ({@link KeptSecrets}).
     *
     * @param replacement cleaned
     * @throws Forbidden when the caller may not make it
     */
    void check(Caller caller, VisibleServer server, ObjectNode replacement) {
        boolean concerned = server.config().obo() != null || replacement.has(OBO);
        if (!concerned || capabilities.has(caller.role(), Capability.CONFIGURE_OBO)) {
            return;
        }
        ObjectNode old = json.valueToTree(configs.opened(server.config(), server.id()));
        HEADERS.stream()
                .filter(name -> old.has(name) && !replacement.has(name))
                .forEach(name -> replacement.set(name, old.get(name)));
        forgetUnsaid(old, replacement, "oauth", "client_secret");
        forgetUnsaid(old, replacement, "apiKey", "key");
        ObjectNode next = json.valueToTree(json.convertValue(replacement, ServerConfig.class));
        if (!old.without(LOOKS).equals(next.without(LOOKS))) {
            throw new Forbidden("Forbidden", "Forbidden: Insufficient permissions to configure OBO");
        }
    }

    private static void forgetUnsaid(ObjectNode old, ObjectNode replacement, String block, String secret) {
        if (old.get(block) instanceof ObjectNode fields
                && !replacement.path(block).has(secret)) {
            fields.remove(secret);
        }
    }
}
