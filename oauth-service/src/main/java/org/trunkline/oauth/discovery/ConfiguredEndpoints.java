package org.trunkline.oauth.discovery;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.trunkline.outbound.OutboundGuard;
import org.trunkline.problem.TargetNotAllowed;

/** Authorization servers whose endpoints are known without their metadata. */
@ApplicationScoped
class ConfiguredEndpoints {

    private static final Logger LOG = Logger.getLogger(ConfiguredEndpoints.class);

    private final AuthorizationServers servers;
    private final OutboundGuard guard;

    ConfiguredEndpoints(AuthorizationServers servers, OutboundGuard guard) {
        this.servers = servers;
        this.guard = guard;
    }

    /**
     * The one whose endpoints the configuration names. Metadata only tells what it can do besides, and only if it is of
     * the same token endpoint.
     *
     * @param named the issuers that the MCP server names
     */
    AuthorizationServer of(Inquiry inquiry, List<String> named) {
        URI authorization = endpoint(inquiry.settings().authorizationUrl());
        URI token = endpoint(inquiry.settings().tokenUrl());
        List<String> issuers = inquiry.issuer() != null
                ? List.of(inquiry.issuer())
                : named.isEmpty() ? List.of(ServerUrl.of(token.toString()).origin()) : named;
        return issuers.stream()
                .flatMap(issuer -> capabilities(issuer, inquiry.headers()).stream())
                .filter(found -> found.tokenEndpoint().equals(token))
                .findFirst()
                .map(found -> found.withEndpoints(authorization, token))
                .orElseGet(() -> AuthorizationServer.unknown(authorization, token, null))
                .withSettings(inquiry.settings());
    }

    /** Where the endpoints of a server without metadata are (MCP 2025-03-26, "Fallbacks for Servers without ..."). */
    AuthorizationServer atLegacyPaths(Inquiry inquiry, ServerUrl server) {
        return AuthorizationServer.unknown(
                        endpoint(server.origin() + "/authorize"),
                        endpoint(server.origin() + "/token"),
                        endpoint(server.origin() + "/register"))
                .withSettings(inquiry.settings());
    }

    private Optional<AuthorizationServer> capabilities(String issuer, Map<String, String> headers) {
        try {
            return servers.of(issuer, headers);
        } catch (Unusable | TargetNotAllowed e) {
            LOG.infof("metadata of configured endpoints ignored: %s", e.getMessage());
            return Optional.empty();
        }
    }

    private URI endpoint(String url) {
        guard.admitEndpoint(url);
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new Unusable("The configured endpoint is no URL: " + url);
        }
    }
}
