package org.trunkline.registry.access;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The answer to an import.
 *
 * @param imported how many it were
 */
@RegisterForReflection
record Imported(int imported) {}
