package org.trunkline.oauth.clients;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How Trunkline presents itself to authorization servers. */
@ConfigMapping(prefix = "trunkline.oauth.clients")
public interface ClientConfig {

    /** The name that users see when they consent. */
    @WithDefault("Trunkline")
    String name();

    /**
     * The URL that is Trunkline's client id at authorization servers that take Client ID Metadata Documents;
     * {@code {server}} in it stands for the server's name. It must lead to what {@code /oauth/client-metadata/{server}}
     * of the public URL answers; without this setting it is that URL, if it is https.
     */
    Optional<String> metadataUrl();
}
