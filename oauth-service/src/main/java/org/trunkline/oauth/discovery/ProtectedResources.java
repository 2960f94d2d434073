package org.trunkline.oauth.discovery;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import com.nimbusds.oauth2.sdk.ParseException;
import net.minidev.json.JSONObject;
import org.jboss.logging.Logger;
import org.trunkline.outbound.OutboundGuard;
import org.trunkline.problem.TargetNotAllowed;

/** Finds the protected resource metadata of MCP servers (RFC 9728). */
@ApplicationScoped
class ProtectedResources {

    private static final Logger LOG = Logger.getLogger(ProtectedResources.class);

    private final MetadataDocuments documents;
    private final OutboundGuard guard;

    ProtectedResources(MetadataDocuments documents, OutboundGuard guard) {
        this.documents = documents;
        this.guard = guard;
    }

    /** Where the challenge says, even if that was fetched before: the challenge is news. */
    Optional<ResourceMetadata> hinted(BearerChallenge challenge, Map<String, String> headers) {
        if (challenge.resourceMetadata() == null) {
            return Optional.empty();
        }
        try {
            guard.admitEndpoint(challenge.resourceMetadata());
            URI hint = URI.create(challenge.resourceMetadata());
            return first(List.of(hint), uri -> documents.freshAt(uri, headers));
        } catch (TargetNotAllowed | IllegalArgumentException e) {
            LOG.infof("hint at resource metadata ignored: %s", e.getMessage());
            return Optional.empty();
        }
    }

    /** Where it is when the server does not say where. */
    Optional<ResourceMetadata> wellKnown(ServerUrl server, Map<String, String> headers) {
        return first(server.resourceMetadata(), uri -> documents.at(uri, headers));
    }

    private static Optional<ResourceMetadata> first(List<URI> places, Function<URI, Optional<JSONObject>> fetch) {
        return places.stream()
                .flatMap(uri -> fetch.apply(uri).flatMap(document -> read(uri, document)).stream())
                .findFirst();
    }

    private static Optional<ResourceMetadata> read(URI uri, JSONObject document) {
        try {
            return Optional.of(ResourceMetadata.read(uri, document));
        } catch (ParseException e) {
            LOG.infof("resource metadata ignored: url=%s: %s", uri, e.getMessage());
            return Optional.empty();
        }
    }
}
