package org.trunkline.oauth.discovery;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.nimbusds.oauth2.sdk.ParseException;
import net.minidev.json.JSONObject;
import org.trunkline.outbound.OutboundGuard;

/** Finds authorization servers by their issuers. */
@ApplicationScoped
class AuthorizationServers {

    private final MetadataDocuments documents;
    private final OutboundGuard guard;

    AuthorizationServers(MetadataDocuments documents, OutboundGuard guard) {
        this.documents = documents;
        this.guard = guard;
    }

    /**
     * The authorization server of that issuer; empty when it publishes no metadata.
     *
     * @throws Unusable when it publishes metadata, but none that may be used: of another issuer (RFC 8414 section 3.3),
     *     or not of the right form
     * @throws org.trunkline.problem.TargetNotAllowed when the outbound guard does not admit one of its endpoints
     */
    Optional<AuthorizationServer> of(String issuer, Map<String, String> headers) {
        Unusable unusable = null;
        for (URI uri : urlOf(issuer).issuerMetadata()) {
            Optional<JSONObject> document = documents.at(uri, headers);
            if (document.isPresent()) {
                try {
                    return Optional.of(read(issuer, document.get(), uri));
                } catch (Unusable e) {
                    unusable = unusable == null ? e : unusable;
                }
            }
        }
        if (unusable != null) {
            throw unusable;
        }
        return Optional.empty();
    }

    private AuthorizationServer read(String issuer, JSONObject document, URI uri) {
        Object said = document.get("issuer");
        if (!issuer.equals(said)) {
            throw new Unusable("The metadata at " + uri + " is of the issuer " + said + ", not of " + issuer
                    + ", and is not used (RFC 8414 section 3.3)");
        }
        try {
            return Metadata.read(document, guard);
        } catch (ParseException e) {
            throw new Unusable("The metadata at " + uri + " cannot be read: " + e.getMessage());
        }
    }

    private static ServerUrl urlOf(String issuer) {
        try {
            return ServerUrl.of(issuer);
        } catch (IllegalArgumentException e) {
            throw new Unusable("The authorization server " + issuer + " is named by no URL");
        }
    }
}
