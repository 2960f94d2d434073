package org.trunkline.connection.sessions;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * That sessions were ended.
 *
 * @param ended how many
 */
@RegisterForReflection
record EndedSessions(int ended) {}
