package org.trunkline.connection.members;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A sign of life.
 *
 * @param epoch of the member that lives
 */
@RegisterForReflection
record Sign(String epoch) {}
