package org.trunkline.oauth.clients;

import java.net.URI;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import net.minidev.json.JSONObject;

/**
 * The document that describes Trunkline as a client, whose URL is the client's id (OAuth Client ID Metadata Document).
 * There is one for each MCP server, because each has a redirect URI of its own, and the names of servers are nobody's
 * business.
 */
@ApplicationScoped
class MetadataDocument {

    private static final String PATH = "/oauth/client-metadata/{server}";

    private final PublicUrl publicUrl;
    private final ClientConfig config;

    MetadataDocument(PublicUrl publicUrl, ClientConfig config) {
        this.publicUrl = publicUrl;
        this.config = config;
    }

    /** Whether it has a URL that may be a client's id: only https will do. */
    boolean isAvailable() {
        return config.metadataUrl().map(url -> url.startsWith("https://")).orElse(publicUrl.secure());
    }

    /** The public client that the document describes. */
    Client client(String server, String issuer) {
        String method = ClientAuthenticationMethod.NONE.getValue();
        return new Client(id(server), null, method, issuer, ClientSource.METADATA_DOCUMENT);
    }

    /** The document's JSON. */
    String json(String server) {
        ClientMetadata metadata = new ClientMetadata();
        metadata.setName(config.name());
        metadata.setURI(publicUrl.of("/"));
        metadata.setRedirectionURIs(Set.of(publicUrl.redirect(server)));
        metadata.setGrantTypes(Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN));
        metadata.setResponseTypes(Set.of(ResponseType.CODE));
        metadata.setTokenEndpointAuthMethod(ClientAuthenticationMethod.NONE);
        JSONObject document = metadata.toJSONObject();
        document.put("client_id", id(server));
        return document.toJSONString();
    }

    private String id(String server) {
        String url = config.metadataUrl().orElseGet(() -> publicUrl.of("") + PATH);
        return URI.create(url.replace("{server}", PublicUrl.segment(server))).toString();
    }
}
