package org.trunkline.registry.servers;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The answer to a deletion. */
@RegisterForReflection
record Deleted(String message) {}
