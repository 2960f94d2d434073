package org.trunkline.connection.status;

import java.time.Instant;
import java.util.Set;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.trunkline.connection.sessions.Quarantine;

/**
 * A quarantine as users are told it.
 *
 * @param tools the names of the tools that may not be used
 * @param whole whether the server is in quarantine itself: it has no other tool that might be used
 * @param message why, in words
 * @param since when the first of them was seen
 */
@RegisterForReflection
record QuarantinedTools(Set<String> tools, boolean whole, String message, Instant since) {

    /** Null when there is none. */
    static QuarantinedTools of(Quarantine quarantine) {
        return quarantine == null
                ? null
                : new QuarantinedTools(
                        quarantine.names(), quarantine.whole(), quarantine.message(), quarantine.since());
    }
}
