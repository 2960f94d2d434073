package org.trunkline.oauth.discovery;

import java.net.URI;
import java.util.List;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import net.minidev.json.JSONObject;

/**
 * What an MCP server says of itself as a protected resource (RFC 9728).
 *
 * @param url where it was found
 * @param resource the server's own name for itself
 * @param authorizationServers the issuers that it takes tokens of; may be empty
 * @param scopes {@code scopes_supported}; null when it does not say
 * @param dpop {@code dpop_bound_access_tokens_required}: whether a bearer token would not do
 */
record ResourceMetadata(
        URI url, String resource, List<String> authorizationServers, List<String> scopes, boolean dpop) {

    /** @throws ParseException when a member is missing or of another type than RFC 9728 section 2 says */
    static ResourceMetadata read(URI url, JSONObject document) throws ParseException {
        return new ResourceMetadata(
                url,
                JSONObjectUtils.getNonBlankString(document, "resource"),
                JSONObjectUtils.getStringList(document, "authorization_servers", List.of()),
                JSONObjectUtils.getStringList(document, "scopes_supported", null),
                JSONObjectUtils.getBoolean(document, "dpop_bound_access_tokens_required", false));
    }

    /**
     * Whether it speaks of the server at {@code server}: its resource has the same origin and is above it or equal (RFC
     * 9728 section 3.3, eased for metadata at the root).
     */
    boolean covers(ServerUrl server) {
        try {
            return ServerUrl.of(resource).contains(server);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
