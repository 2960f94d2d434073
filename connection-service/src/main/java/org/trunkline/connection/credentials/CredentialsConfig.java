package org.trunkline.connection.credentials;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.NotNegative;

/** How long what oauth-service said of a user's credential counts. */
@ConfigMapping(prefix = "trunkline.credentials")
public interface CredentialsConfig {

    /** A credential is used again for this long, and never past its end; changes are told at once besides. */
    @WithConverter(NotNegative.Time.class)
    @WithDefault("30s")
    Duration cacheTime();

    /**
     * While oauth-service cannot be asked, because it or its database is down, the last credential is used on for this
     * long, and never past its end.
     */
    @WithConverter(NotNegative.Time.class)
    @WithDefault("1m")
    Duration outageTime();

    /** The states of a user's authorizations are used again for this long where tools are listed; changes are told. */
    @WithConverter(NotNegative.Time.class)
    @WithDefault("30s")
    Duration statesTime();
}
