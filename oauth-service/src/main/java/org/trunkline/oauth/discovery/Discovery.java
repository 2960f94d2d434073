package org.trunkline.oauth.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.trunkline.problem.TargetNotAllowed;

/** Finds out who authorizes the users of an MCP server (MCP 2025-11-25, "Authorization Server Discovery"). */
@ApplicationScoped
public class Discovery {

    private final ServerProbe probe;
    private final ProtectedResources resources;
    private final AuthorizationServers servers;
    private final ConfiguredEndpoints configured;

    Discovery(
            ServerProbe probe,
            ProtectedResources resources,
            AuthorizationServers servers,
            ConfiguredEndpoints configured) {
        this.probe = probe;
        this.resources = resources;
        this.servers = servers;
        this.configured = configured;
    }

    /**
     * Who authorizes the users of the server: of the authorization servers that it names the one that the configuration
     * chooses, else the first that can be used. Blocks while servers are asked.
     *
     * @param check throws {@link Unusable} when an authorization server will not do
     * @throws Unusable when there is none, saying why
     * @throws TargetNotAllowed when the outbound guard does not let requests go where that would take them
     */
    public Protection find(Inquiry inquiry, Consumer<AuthorizationServer> check) {
        ServerUrl server = urlOf(inquiry);
        Optional<BearerChallenge> challenge = inquiry.authenticate().isEmpty()
                ? probe.refusal(inquiry.url(), inquiry.headers()).challenge()
                : BearerChallenge.of(inquiry.authenticate());
        Optional<ResourceMetadata> metadata = challenge
                .flatMap(given -> resources.hinted(given, inquiry.headers()))
                .or(() -> resources.wellKnown(server, inquiry.headers()));
        metadata.filter(found -> !found.covers(server)).ifPresent(found -> {
            throw new Unusable("Protected Resource Metadata 'resource' (" + found.resource()
                    + ") does not match server URL (" + server + "). Refusing OAuth flow (RFC 9728 section 3.3).");
        });
        return new Protection(
                metadata.map(ResourceMetadata::resource).orElse(null),
                metadata.map(ResourceMetadata::scopes).orElse(null),
                challenge.map(BearerChallenge::scope).orElse(null),
                challenge
                        .filter(given -> "insufficient_scope".equals(given.error()))
                        .isPresent(),
                challenge.filter(BearerChallenge::dpop).isPresent()
                        || metadata.filter(ResourceMetadata::dpop).isPresent(),
                server(inquiry, server, named(metadata), check));
    }

    private AuthorizationServer server(
            Inquiry inquiry, ServerUrl server, List<String> named, Consumer<AuthorizationServer> check) {
        if (inquiry.hasEndpoints()) {
            AuthorizationServer found = configured.of(inquiry, named);
            check.accept(found);
            return found;
        }
        List<String> issuers = named.isEmpty() ? ofServerItself(inquiry, server) : chosen(inquiry, named);
        Optional<AuthorizationServer> usable = firstUsable(inquiry, issuers, check);
        if (usable.isEmpty() && (!named.isEmpty() || inquiry.issuer() != null)) {
            throw new Unusable("No metadata is published by " + String.join(", ", issuers));
        }
        return usable.orElseGet(() -> configured.atLegacyPaths(inquiry, server));
    }

    /** Before MCP 2025-06-18 a server was its own authorization server, named by the root of its origin. */
    private static List<String> ofServerItself(Inquiry inquiry, ServerUrl server) {
        return inquiry.issuer() != null
                ? List.of(inquiry.issuer())
                : Stream.of(server.toString(), server.origin(), server.origin() + "/")
                        .distinct()
                        .toList();
    }

    private static List<String> chosen(Inquiry inquiry, List<String> named) {
        if (inquiry.issuer() == null) {
            return named;
        }
        if (!named.contains(inquiry.issuer())) {
            throw new Unusable("The configured issuer " + inquiry.issuer()
                    + " is not among the authorization servers that the MCP server names: " + String.join(", ", named));
        }
        return List.of(inquiry.issuer());
    }

    /** @throws RuntimeException what was wrong with the first one, when metadata was found but none will do */
    private Optional<AuthorizationServer> firstUsable(
            Inquiry inquiry, List<String> issuers, Consumer<AuthorizationServer> check) {
        List<RuntimeException> refused = new ArrayList<>();
        for (String issuer : issuers) {
            try {
                Optional<AuthorizationServer> found =
                        servers.of(issuer, inquiry.headers()).map(server -> server.withSettings(inquiry.settings()));
                found.ifPresent(check);
                if (found.isPresent()) {
                    return found;
                }
            } catch (Unusable | TargetNotAllowed e) {
                refused.add(e);
            }
        }
        if (!refused.isEmpty()) {
            throw refused.getFirst();
        }
        return Optional.empty();
    }

    private static List<String> named(Optional<ResourceMetadata> metadata) {
        return metadata.map(ResourceMetadata::authorizationServers).orElse(List.of());
    }

    private static ServerUrl urlOf(Inquiry inquiry) {
        try {
            return ServerUrl.of(inquiry.url());
        } catch (IllegalArgumentException e) {
            throw new Unusable("The server's URL cannot be asked over HTTP");
        }
    }
}
