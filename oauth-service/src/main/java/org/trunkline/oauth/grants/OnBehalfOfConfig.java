package org.trunkline.oauth.grants;

import java.net.URI;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * The platform's client at the users' identity provider, for servers with an {@code obo} block and for <code>
 * {{LIBRECHAT_GRAPH_ACCESS_TOKEN}}</code>.
 */
@ConfigMapping(prefix = "trunkline.obo")
public interface OnBehalfOfConfig {

    /** The identity provider's token endpoint; without it no tokens are got on behalf of users. */
    Optional<URI> tokenUrl();

    /** The client to which users' tokens are issued. */
    Optional<String> clientId();

    /** Its secret. */
    Optional<String> clientSecret();

    /** What the token for Microsoft Graph is for, separated by blanks. */
    @WithDefault("${GRAPH_API_SCOPES:https://graph.microsoft.com/.default}")
    String graphScopes();
}
