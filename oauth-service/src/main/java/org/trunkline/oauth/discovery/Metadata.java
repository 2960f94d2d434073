package org.trunkline.oauth.discovery;

import java.net.URI;
import java.util.Collection;
import java.util.List;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.id.Identifier;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import net.minidev.json.JSONObject;
import org.trunkline.outbound.OutboundGuard;
import org.trunkline.outbound.Target;

/** Reads the metadata of authorization servers (RFC 8414 section 2). */
final class Metadata {

    private Metadata() {}

    /**
     * What the document says.
     *
     * @param guard has to admit every endpoint
     * @throws ParseException when it is not of the form of RFC 8414, or lacks an endpoint that every flow needs
     * @throws org.trunkline.problem.TargetNotAllowed when the guard does not admit an endpoint
     */
    static AuthorizationServer read(JSONObject document, OutboundGuard guard) throws ParseException {
        AuthorizationServerMetadata metadata = AuthorizationServerMetadata.parse(document);
        return new AuthorizationServer(
                metadata.getIssuer().getValue(),
                required("authorization_endpoint", metadata.getAuthorizationEndpointURI(), guard),
                required("token_endpoint", metadata.getTokenEndpointURI(), guard),
                endpoint("registration_endpoint", metadata.getRegistrationEndpointURI(), guard),
                endpoint("revocation_endpoint", metadata.getRevocationEndpointURI(), guard),
                metadata.getScopes() == null ? null : metadata.getScopes().toStringList(),
                values(metadata.getGrantTypes()),
                values(metadata.getTokenEndpointAuthMethods()),
                values(metadata.getRevocationEndpointAuthMethods()),
                values(metadata.getCodeChallengeMethods()),
                metadata.supportsAuthorizationResponseIssuerParam(),
                JSONObjectUtils.getBoolean(document, "client_id_metadata_document_supported", false),
                names(metadata.getDPoPJWSAlgs()));
    }

    private static URI required(String name, URI endpoint, OutboundGuard guard) throws ParseException {
        if (endpoint == null) {
            throw new ParseException("Missing " + name);
        }
        return endpoint(name, endpoint, guard);
    }

    private static URI endpoint(String name, URI endpoint, OutboundGuard guard) throws ParseException {
        if (endpoint == null) {
            return null;
        }
        String scheme = endpoint.getScheme();
        if (Target.parse(endpoint.toString()).isEmpty() || !"https".equals(scheme) && !"http".equals(scheme)) {
            throw new ParseException(name + " is no https URL");
        }
        guard.admitEndpoint(endpoint.toString());
        return endpoint;
    }

    private static List<String> values(Collection<? extends Identifier> identifiers) {
        return identifiers == null
                ? null
                : identifiers.stream().map(Identifier::getValue).toList();
    }

    private static List<String> names(Collection<? extends Algorithm> algorithms) {
        return algorithms == null
                ? null
                : algorithms.stream().map(Algorithm::getName).toList();
    }
}
