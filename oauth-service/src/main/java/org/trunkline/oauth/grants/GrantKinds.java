package org.trunkline.oauth.grants;

import org.trunkline.server.GrantSettings;
import org.trunkline.server.OAuthSettings;
import org.trunkline.server.ServerConfig;

/** How the tokens for a server are got. */
final class GrantKinds {

    /** The user signs in. */
    static final String SIGN_IN = "authorization_code";

    private GrantKinds() {}

    /** {@link #SIGN_IN} or one of {@link GrantSettings#types()}. */
    static String of(ServerConfig config) {
        OAuthSettings oauth = config.oauth();
        if (oauth != null && oauth.grant() != null) {
            return oauth.grant().type();
        }
        return config.obo() == null ? SIGN_IN : GrantSettings.ON_BEHALF_OF;
    }

    /** Whether the platform's own client gets them: a server with an {@code obo} block and no grant of its own. */
    static boolean isPlatforms(ServerConfig config) {
        return config.obo() != null && (config.oauth() == null || config.oauth().grant() == null);
    }
}
