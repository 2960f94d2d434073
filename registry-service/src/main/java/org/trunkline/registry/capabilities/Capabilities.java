package org.trunkline.registry.capabilities;

import java.util.EnumMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import org.jboss.logging.Logger;
import org.trunkline.identity.Caller;
import org.trunkline.identity.IdentityConfig;
import org.trunkline.problem.Forbidden;
import org.trunkline.registry.audit.AuditRelay;
import org.trunkline.registry.declared.DeclaredInterface;

/**
 * What roles may do: what administrators have said, else what the declared file says, else the configuration. The
 * administrators' role may do everything until somebody says otherwise; what it manages does not depend on this.
 */
@ApplicationScoped
public class Capabilities {

    private static final Logger LOG = Logger.getLogger(Capabilities.class);

    private final RoleCapabilitiesStore roles;
    private final AuditRelay relay;
    private final DeclaredInterface declared;
    private final CapabilitiesConfig config;
    private final IdentityConfig identity;

    Capabilities(
            RoleCapabilitiesStore roles,
            AuditRelay relay,
            DeclaredInterface declared,
            CapabilitiesConfig config,
            IdentityConfig identity) {
        this.roles = roles;
        this.relay = relay;
        this.declared = declared;
        this.config = config;
        this.identity = identity;
    }

    /** Whether a role has a capability; null stands for the default role. */
    public boolean has(String role, Capability capability) {
        String name = role == null ? identity.defaultRole() : role;
        Boolean said = roles.said(name).get(capability);
        return said == null ? identity.adminRole().equals(name) || byDefault(capability) : said;
    }

    /** All capabilities, and whether a role has them. */
    public Map<Capability, Boolean> of(String role) {
        Map<Capability, Boolean> all = new EnumMap<>(Capability.class);
        for (Capability capability : Capability.values()) {
            all.put(capability, has(role, capability));
        }
        return all;
    }

    /** Says more of what a role may do; what is not in {@code change} stays. */
    public void change(String role, Map<Capability, Boolean> change, Caller by) {
        roles.change(role, change);
        relay.relay(roles, role);
        LOG.infof("role changed: role=%s change=%s user=%s", role, change, by.id());
    }

    /** @throws Forbidden when the role lacks one of them */
    public void require(String role, Capability... capabilities) {
        for (Capability capability : capabilities) {
            if (!has(role, capability)) {
                throw Forbidden.capability();
            }
        }
    }

    /** @throws Forbidden when {@code config} has an {@code obo} block and the role may not configure one */
    public void requireForObo(String role, JsonNode config) {
        if (config.has("obo") && !has(role, Capability.CONFIGURE_OBO)) {
            throw new Forbidden("Forbidden", "Forbidden: Insufficient permissions to configure OBO");
        }
    }

    private boolean byDefault(Capability capability) {
        return declared.says(capability.declaredName()).orElseGet(() -> switch (capability) {
            case USE -> config.use();
            case CREATE -> config.create();
            case SHARE -> config.share();
            case SHARE_PUBLIC -> config.sharePublic();
            case CONFIGURE_OBO -> config.configureObo();
        });
    }
}
