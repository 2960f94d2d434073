package org.trunkline.oauth.grants;

import java.util.Objects;
import java.util.Optional;

import org.trunkline.oauth.clients.ClientSource;
import org.trunkline.server.OAuthSettings;
import org.trunkline.server.ServerConfig;

/**
 * Whether a grant is still for the server as it is configured now. Otherwise whoever may change a server's
 * configuration could have the tokens of its users sent elsewhere.
 */
final class Binding {

    private Binding() {}

    /** What has changed since the sign-in, in words; empty when the grant can be used. */
    static Optional<String> broken(StoredGrant grant, ServerConfig config) {
        if (!Objects.equals(grant.kind, GrantKinds.of(config))) {
            return Optional.of("The way to get tokens for the server has changed since the sign-in");
        }
        if (!Objects.equals(grant.serverUrl, config.url())) {
            return Optional.of("The server's URL has changed since the sign-in");
        }
        OAuthSettings oauth = config.oauth();
        boolean configured = grant.clientSource == ClientSource.CONFIGURED && !GrantKinds.isPlatforms(config);
        if (configured && (oauth == null || !grant.clientId.equals(oauth.clientId()))) {
            return Optional.of("The server's OAuth client has changed since the sign-in");
        }
        if (!GrantKinds.isPlatforms(config)
                && oauth != null
                && oauth.tokenUrl() != null
                && !grant.tokenEndpoint.equals(oauth.tokenUrl())) {
            return Optional.of("The server's token endpoint has changed since the sign-in");
        }
        return Optional.empty();
    }
}
