package org.trunkline.oauth.pages;

import java.net.URI;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the pages look that users see when they come back from an authorization server. */
@ConfigMapping(prefix = "trunkline.pages")
public interface BrandConfig {

    /** The name of the platform, as its users know it. */
    @WithDefault("Trunkline")
    String name();

    /** The URL of a picture above the text; nothing else is loaded from elsewhere. */
    Optional<URI> logo();

    /** The colour of headings, as {@code #rrggbb}. */
    @WithDefault("#24527a")
    String colour();
}
