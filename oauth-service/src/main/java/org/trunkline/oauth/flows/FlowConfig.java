package org.trunkline.oauth.flows;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.Positive;

/** How flows are run. */
@ConfigMapping(prefix = "trunkline.oauth.flows")
public interface FlowConfig {

    /** How long a user has to consent, a second factor and a new password included. */
    @WithConverter(Positive.Time.class)
    @WithDefault("15m")
    Duration time();

    /** Whether {@code GET /api/mcp/oauth/tokens/{flow}} hands a user's own access token out, as LibreChat does. */
    @WithDefault("false")
    boolean showTokens();
}
