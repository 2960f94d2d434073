package org.trunkline.registry.servers;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.trunkline.registry.access.Permission;

/**
 * Where the authorization server of an MCP server sends browsers back to. Whoever brings a client of their own has to
 * enter it there before anybody can sign in.
 */
@ApplicationScoped
class RedirectUris {

    private final Optional<String> origin;

    /** @param origin how browsers reach Trunkline; without it nothing is told */
    RedirectUris(@ConfigProperty(name = "trunkline.public-url") Optional<String> origin) {
        this.origin = origin.map(url -> url.replaceFirst("/+$", ""));
    }

    /** That of a server; null for those who may not edit it. */
    String of(VisibleServer server) {
        return origin.filter(url -> server.allows(Permission.EDIT))
                .map(url -> url + "/api/mcp/" + server.name() + "/oauth/callback")
                .orElse(null);
    }
}
