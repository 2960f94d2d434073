package org.trunkline.identity;

import java.time.Duration;
import java.util.Map;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.NotNegative;

/**
 * Which claims of the bearer JWT describe the user. A claim inside an object is named by a path:
 * {@code realm_access/roles}.
 */
@ConfigMapping(prefix = "trunkline.identity")
public interface IdentityConfig {

    /** The issuer of user and service tokens: an OpenID provider's URL, as its discovery document says it. */
    String issuer();

    /** The audience that a user's token must have. */
    @WithDefault("trunkline")
    String audience();

    /** The audience that a service's token must have; a user's token must never have it. */
    @WithDefault("trunkline-internal")
    String serviceAudience();

    /** The role of administrators: the value of the role claim that stands for LibreChat's ADMIN. */
    @WithDefault("ADMIN")
    String adminRole();

    /** The role of a user whose token names none. */
    @WithDefault("USER")
    String defaultRole();

    /**
     * How long a token that was found valid is not verified again; never beyond its end. So long a token counts after
     * the provider withdrew its key. Zero: each request's is verified.
     */
    @WithConverter(NotNegative.Time.class)
    @WithDefault("60s")
    Duration tokenTime();

    /** The claims to read. */
    Claims claims();

    /** Paths of claims. */
    interface Claims {
        /** Identifies the user for ever; must be present. */
        @WithDefault("sub")
        String userId();

        /** The user's full name. */
        @WithDefault("name")
        String name();

        /** The user's login name. */
        @WithDefault("preferred_username")
        String username();

        /** The user's email address. */
        @WithDefault("email")
        String email();

        /** A string, or an array of which the administrator's role, else the first entry, counts. */
        @WithDefault("role")
        String role();

        /** An array of group ids. */
        @WithDefault("groups")
        String groups();

        /** Further fields of {@code {{LIBRECHAT_USER_*}}}: lower-case field name to claim path. */
        Map<String, String> attributes();
    }
}
