package org.trunkline.oauth.grants;

import java.net.URI;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** The platform's client at the users' identity provider, for servers with an {@code obo} block. */
@ConfigMapping(prefix = "trunkline.obo")
public interface OnBehalfOfConfig {

    /** The identity provider's token endpoint; without it no tokens are got on behalf of users. */
    Optional<URI> tokenUrl();

    /** The client to which users' tokens are issued. */
    Optional<String> clientId();

    /** Its secret. */
    Optional<String> clientSecret();
}
