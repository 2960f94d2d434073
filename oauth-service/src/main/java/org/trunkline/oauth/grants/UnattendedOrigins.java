package org.trunkline.oauth.grants;

import java.net.URI;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.trunkline.oauth.clients.Client;
import org.trunkline.oauth.clients.ClientSource;
import org.trunkline.oauth.discovery.Discovery;
import org.trunkline.oauth.discovery.Inquiry;
import org.trunkline.oauth.discovery.Protection;
import org.trunkline.oauth.discovery.Unusable;
import org.trunkline.server.OAuthSettings;
import org.trunkline.server.ServerConfig;

/** Where tokens that need no human come from. */
@ApplicationScoped
class UnattendedOrigins {

    private final Discovery discovery;
    private final OnBehalfOfConfig platform;

    UnattendedOrigins(Discovery discovery, OnBehalfOfConfig platform) {
        this.discovery = discovery;
        this.platform = platform;
    }

    /** @throws Unusable when there is no authorization server or no client, saying why */
    GrantOrigin of(ServerConfig config) {
        if (GrantKinds.isPlatforms(config)) {
            return ofPlatform(config);
        }
        OAuthSettings oauth = config.oauth();
        if (oauth.clientId() == null) {
            throw new Unusable("The server's oauth block names no client_id");
        }
        return oauth.tokenUrl() == null ? discovered(config, oauth) : configured(config, oauth);
    }

    private GrantOrigin ofPlatform(ServerConfig config) {
        URI endpoint = platform.tokenUrl()
                .orElseThrow(() -> new Unusable("Tokens on behalf of users are not configured on this platform"));
        String issuer = endpoint.resolve("/").toString();
        Client client = new Client(
                platform.clientId().orElseThrow(() -> new Unusable("trunkline.obo.client-id is not set")),
                platform.clientSecret().orElse(null),
                "client_secret_post",
                issuer,
                ClientSource.CONFIGURED);
        return new GrantOrigin(
                config.url(),
                issuer,
                endpoint,
                null,
                null,
                client,
                null,
                null,
                false,
                config.obo().scopes(),
                null,
                null);
    }

    private static GrantOrigin configured(ServerConfig config, OAuthSettings oauth) {
        URI endpoint = URI.create(oauth.tokenUrl());
        String issuer = oauth.issuer() == null ? endpoint.resolve("/").toString() : oauth.issuer();
        return origin(
                config, issuer, endpoint, null, oauth.tokenEndpointAuthMethodsSupported(), config.url(), null, null);
    }

    private GrantOrigin discovered(ServerConfig config, OAuthSettings oauth) {
        Protection found = discovery.find(Inquiry.of(config, List.of()), server -> {});
        String scope = found.challengedScope() == null && found.resourceScopes() != null
                ? String.join(" ", found.resourceScopes())
                : found.challengedScope();
        return origin(
                config,
                found.server().name(),
                found.server().tokenEndpoint(),
                found.server().revocationEndpoint(),
                found.server().tokenAuthenticationMethods(),
                found.resource() == null ? config.url() : found.resource(),
                scope,
                DpopKeys.of(found));
    }

    private static GrantOrigin origin(
            ServerConfig config,
            String issuer,
            URI tokenEndpoint,
            URI revocationEndpoint,
            List<String> methods,
            String resource,
            String scope,
            String dpopKey) {
        OAuthSettings oauth = config.oauth();
        return new GrantOrigin(
                config.url(),
                issuer,
                tokenEndpoint,
                revocationEndpoint,
                null,
                client(oauth, issuer, methods),
                Boolean.FALSE.equals(oauth.sendResourceParameter()) ? null : resource,
                oauth.audience(),
                false,
                oauth.scope() == null ? emptyToNull(scope) : oauth.scope(),
                config.oauthHeaders() == null ? Map.of() : config.oauthHeaders(),
                dpopKey);
    }

    private static Client client(OAuthSettings oauth, String issuer, List<String> methods) {
        if (oauth.grant().privateKey() != null) {
            return new Client(
                    oauth.clientId(), oauth.grant().privateKey(), "private_key_jwt", issuer, ClientSource.CONFIGURED);
        }
        boolean onlyPost =
                methods != null && !methods.contains("client_secret_basic") && methods.contains("client_secret_post");
        String method = oauth.clientSecret() == null
                ? "none"
                : "default_post".equals(oauth.tokenExchangeMethod())
                                || onlyPost && !"basic_auth_header".equals(oauth.tokenExchangeMethod())
                        ? "client_secret_post"
                        : "client_secret_basic";
        return new Client(oauth.clientId(), oauth.clientSecret(), method, issuer, ClientSource.CONFIGURED);
    }

    private static String emptyToNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
