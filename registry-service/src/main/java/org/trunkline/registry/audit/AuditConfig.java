package org.trunkline.registry.audit;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import org.trunkline.start.Positive;

/** How the audit and the data are kept telling the same story. */
@ConfigMapping(prefix = "trunkline.audit")
public interface AuditConfig {

    /**
     * How often what a replica that stopped has left unfinished is looked for, for instance {@code 5s}: events that are
     * not in the audit yet, changes of grants, deletions.
     */
    @WithConverter(Positive.Time.class)
    @WithDefault("5s")
    Duration repairEvery();
}
