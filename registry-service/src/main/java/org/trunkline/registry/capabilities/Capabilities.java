package org.trunkline.registry.capabilities;

import java.util.EnumMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import org.trunkline.identity.IdentityConfig;
import org.trunkline.problem.Forbidden;
import org.trunkline.registry.declared.DeclaredInterface;

/**
 * What roles may do: what administrators have said, else what the declared file says, else the configuration. The
 * administrators' role may do everything until somebody says otherwise; what it manages does not depend on this.
 */
@ApplicationScoped
public class Capabilities {

    private final RoleCapabilitiesStore roles;
    private final DeclaredInterface declared;
    private final CapabilitiesConfig config;
    private final IdentityConfig identity;

    Capabilities(
            RoleCapabilitiesStore roles,
            DeclaredInterface declared,
            CapabilitiesConfig config,
            IdentityConfig identity) {
        this.roles = roles;
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
        return switch (capability) {
            case USE -> declared.says("use").orElseGet(config::use);
            case CREATE -> declared.says("create").orElseGet(config::create);
            case SHARE -> declared.says("share").orElseGet(config::share);
            case SHARE_PUBLIC -> declared.says("public").orElseGet(config::sharePublic);
            case CONFIGURE_OBO -> declared.says("configureObo").orElseGet(config::configureObo);
        };
    }
}
