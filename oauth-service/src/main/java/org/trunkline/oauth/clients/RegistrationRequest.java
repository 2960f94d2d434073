package org.trunkline.oauth.clients;

import java.net.URI;
import java.util.Map;
import java.util.Set;

import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.openid.connect.sdk.rp.ApplicationType;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientMetadata;

/**
 * What is asked of a registration endpoint (RFC 7591 section 3.1; the application type: OpenID Connect Dynamic Client
 * Registration, which MCP 2026-07-28 demands).
 *
 * @param method {@code token_endpoint_auth_method}
 * @param scope null: nothing in particular
 */
record RegistrationRequest(
        URI endpoint,
        String name,
        URI redirect,
        boolean local,
        String method,
        String scope,
        Map<String, String> headers) {

    /** @param refreshing whether the client shall be let refresh */
    HTTPRequest toHttp(boolean refreshing) {
        OIDCClientMetadata metadata = new OIDCClientMetadata();
        metadata.setName(name);
        metadata.setRedirectionURI(redirect);
        metadata.setApplicationType(local ? ApplicationType.NATIVE : ApplicationType.WEB);
        metadata.setGrantTypes(
                refreshing
                        ? Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN)
                        : Set.of(GrantType.AUTHORIZATION_CODE));
        metadata.setResponseTypes(Set.of(ResponseType.CODE));
        metadata.setTokenEndpointAuthMethod(new ClientAuthenticationMethod(method));
        if (scope != null) {
            metadata.setScope(Scope.parse(scope));
        }
        HTTPRequest request = new ClientRegistrationRequest(endpoint, metadata, null).toHTTPRequest();
        headers.forEach((header, value) -> request.setHeader(header, value));
        request.setAccept("application/json");
        return request;
    }

    @Override
    public String toString() {
        return "RegistrationRequest[" + endpoint + ", " + redirect + "]";
    }
}
